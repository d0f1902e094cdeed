# Two images:
#
#   docker build --target slim -t resilience-renderer .        the command line, the KRM function, the status reporter
#   docker build --target cmp  -t resilience-renderer-cmp .    the same with kustomize and helm: the plugin of Argo CD (docs/argocd.md)
#
# Both run as uid 999 on a read-only root file system, without HOME; cmp needs a writable /tmp.

ARG NODE_IMAGE=node:24.18.0-alpine3.23@sha256:595398b0081eacda8e1c4c5b97b76cd1020e4d58a8ebcb4843b9bca1e79e7436
ARG GO_IMAGE=golang:1.26.5-alpine@sha256:0178a641fbb4858c5f1b48e34bdaabe0350a330a1b1149aabd498d0699ff5fb2

# A clone, built as CONTRIBUTING.md says. Only its bundles go on: they have everything in them.
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
RUN npm ci

# The versions that the tests run with (test/tools).
FROM ${GO_IMAGE} AS tools
ARG KUSTOMIZE_VERSION=v5.8.1
ARG HELM_VERSION=v4.2.4
ENV CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-trimpath
RUN go install -ldflags '-s -w' "sigs.k8s.io/kustomize/kustomize/v5@${KUSTOMIZE_VERSION}" \
 && go install -ldflags '-s -w' "helm.sh/helm/v4/cmd/helm@${HELM_VERSION}"
RUN mkdir -p /licenses \
 && cp "/go/pkg/mod/sigs.k8s.io/kustomize/kustomize/v5@${KUSTOMIZE_VERSION}/LICENSE" /licenses/kustomize.txt \
 && cp "/go/pkg/mod/helm.sh/helm/v4@${HELM_VERSION}/LICENSE" /licenses/helm.txt

FROM ${NODE_IMAGE} AS slim
COPY --from=build /src/dist/*.cjs /src/dist/help.txt /usr/local/lib/resilience-renderer/
RUN ln -s ../lib/resilience-renderer/resilience-renderer.cjs /usr/local/bin/resilience-renderer
COPY LICENSE /usr/share/licenses/resilience-renderer/
# Scanners that look for bills of materials find what is bundled, which no package manager of the image knows.
COPY --from=build /src/dist/THIRD-PARTY-LICENSES.txt /src/dist/sbom.cdx.json /usr/share/licenses/resilience-renderer/
USER 999:999
# `docker run -i IMAGE` with a ResourceList on standard input is a KRM function.
ENTRYPOINT ["resilience-renderer"]

# As a sidecar of argocd-repo-server its command is /var/run/argocd/argocd-cmp-server, which Argo CD mounts.
FROM slim AS cmp
COPY --from=tools /go/bin/kustomize /go/bin/helm /usr/local/bin/
COPY --from=tools /licenses/ /usr/share/licenses/
COPY plugin.yaml /home/argocd/cmp-server/config/plugin.yaml
