/**
 * The CustomResourceDefinition as a template of the chart, and not in its folder `crds/`, which Helm never upgrades. Kept when
 * the release is removed: all policies would go with it.
 */
export function generateChartCrd(crd: string): string {
  const kept = crd
    .replaceAll('{{', '{{ "{{" }}')
    .replace('\nmetadata:\n', '\nmetadata:\n  annotations:\n    helm.sh/resource-policy: keep\n');
  return `{{- if .Values.crds.install }}\n${kept}{{- end }}\n`;
}
