#!/usr/bin/env bash
# Builds the peers that the tests compare with, from pinned Go modules (pre-commit: from PyPI), into .cache/tools/; what is up to date is skipped.
#
#   test/tools/build.sh [NAME…]      a folder beside this file (default: all)
#
# Binaries and other projects' files are never committed: programs are built from source, CRDs are linked from the Go module cache.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(cd "$here/../.." && pwd)/.cache/tools
mkdir -p "$out/crds"

# The longest build last: what is quick to build is ready early.
all=(crds pre-commit kustomize kustomize-5.6 crd-check promql-check helm kubectl etcd istio-check argocd-cmp-server argocd-health kube-apiserver garbage-collector)

# No toolchain downloads: every go line in these modules is at most the installed version.
export GOTOOLCHAIN=local GOFLAGS=-mod=readonly GOWORK=off CGO_ENABLED=0

main_package() {
  case $1 in
    kustomize | kustomize-5.6) echo sigs.k8s.io/kustomize/kustomize/v5 ;;
    helm) echo helm.sh/helm/v4/cmd/helm ;;
    argocd-health) echo ./health-check ;;
    garbage-collector) echo ./garbage-collector ;;
    etcd) echo go.etcd.io/etcd/server/v3 ;;
    kube-apiserver) echo k8s.io/kubernetes/cmd/kube-apiserver ;;
    *) echo . ;;
  esac
}

# Unstamped, an API server and kubectl call themselves v0.0.0-master+$Format:%H$, which nobody can read as a version.
stamps_of() {
  local version
  case $1 in
    kube-apiserver) version=$(awk '$1 == "k8s.io/kubernetes" { print $2 }' "$here/$1/go.mod") ;;
    # The library of Kubernetes 1.x is released as 0.x.
    kubectl) version=$(awk '$1 == "k8s.io/kubectl" { sub(/^v0/, "v1", $2); print $2 }' "$here/$1/go.mod") ;;
    *) return 0 ;;
  esac
  echo "-X k8s.io/component-base/version.gitVersion=$version -X k8s.io/client-go/pkg/version.gitVersion=$version"
}

# A second program of a module that takes minutes to compile.
folder_of() {
  case $1 in
    argocd-health) echo argocd-cmp-server ;;
    garbage-collector) echo kube-apiserver ;;
    *) echo "$1" ;;
  esac
}

# What decides the binary: the pins, our sources, the stamps and the compiler.
key_of() {
  local folder=$here/$(folder_of "$1")
  # A main package that is not ours has no sources here, whatever else the folder holds.
  local sources=find
  [[ $(main_package "$1") == .* ]] || sources=:
  { go version; cat "$folder/go.mod" "$folder/go.sum"; $sources "$folder" -name '*.go' | LC_ALL=C sort | xargs -r cat; stamps_of "$1"; } | sha256sum | cut -d' ' -f1
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
  (cd "$here/$(folder_of "$name")" && nice -n 15 go build -p 2 -buildvcs=false -trimpath -ldflags "-s -w $(stamps_of "$name")" -o "$out/$name.new" "$(main_package "$name")")
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

# A Python program: pinned with everything that it needs, in an environment of its own.
install_pre_commit() {
  local pins=$here/pre-commit/requirements.txt venv=$out/pre-commit-venv key
  key=$({ python3 --version; cat "$pins"; } | sha256sum | cut -d' ' -f1)
  if [[ -x $venv/bin/pre-commit && $(cat "$venv/key" 2>/dev/null) == "$key" ]]; then
    echo "build: pre-commit is up to date"
    return
  fi
  echo "build: pre-commit"
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" --quiet --disable-pip-version-check install --no-deps -r "$pins"
  echo "$key" >"$venv/key"
}

# Two builds at once would fight for memory and for the same file.
exec 9>"$out/lock"
flock 9

[[ $# -gt 0 ]] || set -- "${all[@]}"
for name in "$@"; do
  case $name in
    crds) link_crds ;;
    pre-commit) install_pre_commit ;;
    argocd-cmp-server | argocd-health | crd-check | etcd | garbage-collector | helm | istio-check | kube-apiserver | kubectl | kustomize | kustomize-5.6 | promql-check) build_program "$name" ;;
    *) echo "build: there is no tool named $name" >&2; exit 2 ;;
  esac
done
