import fc from 'fast-check';

/** Manifests as people and tools write them: one valid document each, ending in a line break. */

const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,12}[a-z0-9])?$/);
const comment = fc.constantFrom('', '', "# Copyright, don't remove\n", '\n# see "README"\n');

function metadata(labels: string): fc.Arbitrary<string> {
  return fc.tuple(name, fc.option(name, { nil: undefined }), fc.boolean()).map(([own, namespace, sorted]) => {
    const names = `  name: x-${own}\n${namespace === undefined ? '' : `  namespace: x-${namespace}\n`}`;
    return sorted ? `metadata:\n${labels}${names}` : `metadata:\n${names}${labels}`;
  });
}

const deployment = metadata('  labels:\n    app.kubernetes.io/version: "1.2.3"\n').map(
  (meta) => `apiVersion: apps/v1
kind: Deployment
${meta}spec:
  replicas: 2
  template:
    metadata:
      name: other
    spec:
      containers:
        - name: web
          args: ["--flag={a}", '--other']
          command: [sh, -c, "echo \\"hi\\" # no comment"]
          resources: {limits: {cpu: 1}}
`,
);

const configMap = fc
  .tuple(metadata(''), fc.array(fc.tuple(name, fc.jsonValue({ maxDepth: 3 })), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([meta, entries, sorted]) => {
    const data = entries.map(
      ([key, value], i) => `  ${key}-${i}.json: |\n    ${JSON.stringify({ kind: 'Service', value }, null, 2).replaceAll('\n', '\n    ')}\n`,
    );
    const text = `data:\n${data.join('')}  note: don't panic\n`;
    return sorted ? `apiVersion: v1\n${text}kind: ConfigMap\n${meta}` : `apiVersion: v1\nkind: ConfigMap\n${meta}${text}`;
  });

const definition = metadata('  annotations:\n    controller-gen.kubebuilder.io/version: v0.14.0\n').map(
  (meta) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
${meta}spec:
  names: {kind: Thing, plural: things}
  versions:
    - schema:
        properties:
          a:
            description: "A long text that
              goes on: with 'quotes' and
              ends"
          b:
            description: 'it''s

              name: no'
`,
);

const role = metadata('').map(
  (meta) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
${meta}rules:
- apiGroups: [""]
  resources:
  - services
  verbs: ["get", "list"]
- nonResourceURLs: ["/metrics"]
  verbs: ["get"]
`,
);

const service = metadata('  annotations:\n    example.com/config: \'{"a": [1, 2], "b": "c"}\'\n').map(
  (meta) => `apiVersion: v1
kind: Service # the front
${meta}spec:
  selector: {app: web}
  ports:
    - name: http
      port: 80
`,
);

export const ordinaryDocument: fc.Arbitrary<string> = fc
  .tuple(comment, fc.oneof(deployment, configMap, definition, role, service), fc.boolean())
  .map(([before, text, crlf]) => (crlf ? (before + text).replaceAll('\n', '\r\n') : before + text));
