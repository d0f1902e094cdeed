module resilience-renderer/test/tools/crds/gateway-api-0.7.1

go 1.26.0

require sigs.k8s.io/gateway-api v0.7.1
