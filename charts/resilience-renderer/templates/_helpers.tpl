{{- define "resilience-renderer.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "resilience-renderer.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "resilience-renderer.selectorLabels" -}}
app.kubernetes.io/name: {{ include "resilience-renderer.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "resilience-renderer.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "resilience-renderer.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "resilience-renderer.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "resilience-renderer.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "resilience-renderer.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{- /* Five eighths of the limit: the rest is code, buffers and the young generation, which this flag does not count. */}}
{{- define "resilience-renderer.heapMiB" -}}
{{- $limit := .Values.resources.limits.memory }}
{{- $factor := ternary 1024 1 (hasSuffix "Gi" $limit) }}
{{- div (mul (regexFind "^[0-9]+" $limit | int) $factor 5) 8 }}
{{- end }}

{{- define "resilience-renderer.config" -}}
apiVersion: resilience.auth-platform.github.com/v1
kind: RendererConfig
metadata:
  name: {{ include "resilience-renderer.fullname" . }}
spec:
  {{- toYaml .Values.config | nindent 2 }}
{{- range $namespace, $spec := .Values.configByNamespace }}
---
apiVersion: resilience.auth-platform.github.com/v1
kind: RendererConfig
metadata:
  name: {{ include "resilience-renderer.fullname" $ }}
  namespace: {{ $namespace | quote }}
spec:
  {{- toYaml $spec | nindent 2 }}
{{- end }}
{{- end }}
