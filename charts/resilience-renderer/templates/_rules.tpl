{{- /* One entry per kind of src/status/watched-kinds.ts, which a test compares with this. Namespaces stand apart: no Role can give them. */}}
{{- define "resilience-renderer.watchRules" -}}
- apiGroups: [""]
  resources: [services]
  verbs: [list, watch]
- apiGroups: [resilience.auth-platform.github.com]
  resources: [resiliencepolicies]
  verbs: [get, list, watch]
- apiGroups: [gateway.networking.k8s.io]
  resources: [httproutes, grpcroutes, referencegrants]
  verbs: [list, watch]
- apiGroups: [policy.linkerd.io]
  resources: [httproutes, servers, httplocalratelimitpolicies]
  verbs: [list, watch]
- apiGroups: [networking.istio.io]
  resources: [virtualservices, destinationrules]
  verbs: [list, watch]
- apiGroups: [linkerd.io]
  resources: [serviceprofiles]
  verbs: [list, watch]
- apiGroups: [split.smi-spec.io]
  resources: [trafficsplits]
  verbs: [list, watch]
{{- end }}

{{- /* All that is ever written, besides the reporter's own Lease and, on demand, ownerReferences. */}}
{{- define "resilience-renderer.writeRules" -}}
- apiGroups: [resilience.auth-platform.github.com]
  resources: [resiliencepolicies/status]
  verbs: [update]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{- /* One entry per kind of src/status/generated-kinds.ts, which a test compares with this. */}}
{{- define "resilience-renderer.ownerReferenceRules" -}}
{{- $verbs := ternary (list "patch" "delete") (list "patch") .Values.ownerReferences.allowDelete -}}
- apiGroups: [gateway.networking.k8s.io]
  resources: [httproutes, grpcroutes]
  verbs: [{{ join ", " $verbs }}]
- apiGroups: [networking.istio.io]
  resources: [virtualservices, destinationrules]
  verbs: [{{ join ", " $verbs }}]
- apiGroups: [policy.linkerd.io]
  resources: [servers, httplocalratelimitpolicies]
  verbs: [{{ join ", " $verbs }}]
{{- end }}

{{- define "resilience-renderer.namespaceRules" -}}
- apiGroups: [""]
  resources: [namespaces]
  {{- if eq .Values.rbac.scope "namespace" }}
  # The reporter selects each by its name, which the authorizer takes for a request for that object.
  resourceNames:
    {{- toYaml .Values.namespaces | nindent 4 }}
  {{- end }}
  verbs: [list, watch]
{{- end }}
