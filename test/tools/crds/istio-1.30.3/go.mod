module resilience-renderer/test/tools/crds/istio-1.30.3

go 1.26.0

require istio.io/api v1.30.3
