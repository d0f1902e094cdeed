#!/usr/bin/env bash
# Builds the peers that the tests compare with, from pinned Go modules, into .cache/tools/; what is up to date is skipped.
#
#   test/tools/build.sh [NAME…]      a folder beside this file (default: all)
#
# Binaries and other projects' files are never committed: programs are built from source, CRDs are linked from the Go module cache.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(cd "$here/../.." && pwd)/.cache/tools
mkdir -p "$out/crds"

# The longest build last: what is quick to build is ready early.
all=(crds kustomize kustomize-5.6 crd-check helm kubectl argocd-cmp-server)

# No toolchain downloads: every go line in these modules is at most the installed version.
export GOTOOLCHAIN=local GOFLAGS=-mod=readonly GOWORK=off CGO_ENABLED=0

main_package() {
  case $1 in
    kustomize | kustomize-5.6) echo sigs.k8s.io/kustomize/kustomize/v5 ;;
    helm) echo helm.sh/helm/v4/cmd/helm ;;
    *) echo . ;;
  esac
}

# What decides the binary: the pins, our sources and the compiler.
key_of() {
  { go version; cat "$here/$1/go.mod" "$here/$1/go.sum"; find "$here/$1" -name '*.go' | LC_ALL=C sort | xargs -r cat; } | sha256sum | cut -d' ' -f1
}

build_program() {
  local name=$1 key
  key=$(key_of "$name")
  if [[ -x $out/$name && $(cat "$out/$name.key" 2>/dev/null) == "$key" ]]; then
    echo "build: $name is up to date"
    return
  fi
  echo "build: $name"
  # -p 2: the linker and the compilers of these trees need gigabytes each.
  (cd "$here/$name" && nice -n 15 go build -p 2 -buildvcs=false -trimpath -ldflags '-s -w' -o "$out/$name.new" "$(main_package "$name")")
  mv -f "$out/$name.new" "$out/$name"
  echo "$key" >"$out/$name.key"
}

# One tiny module per CRD set, because one module cannot require two versions of another.
link_crds() {
  local set module dir
  for set in "$here"/crds/*/; do
    set=$(basename "$set")
    [[ -f $here/crds/$set/go.mod ]] || continue
    module=$(awk '$1 == "require" { print $2 }' "$here/crds/$set/go.mod")
    (cd "$here/crds/$set" && go mod download "$module")
    dir=$(cd "$here/crds/$set" && go list -m -f '{{.Dir}}' "$module")
    ln -sfn "$dir" "$out/crds/$set"
    echo "build: crds $set"
  done
}

# Two builds at once would fight for memory and for the same file.
exec 9>"$out/lock"
flock 9

[[ $# -gt 0 ]] || set -- "${all[@]}"
for name in "$@"; do
  case $name in
    crds) link_crds ;;
    argocd-cmp-server | crd-check | helm | kubectl | kustomize | kustomize-5.6) build_program "$name" ;;
    *) echo "build: there is no tool named $name" >&2; exit 2 ;;
  esac
done
