import { between, type Random } from './random.ts';

/*
 * Documents that no policy is about, of believable sizes. They hold what a careless scanner trips over: a Service nested in a
 * block scalar, flow style, comments, `#` in strings, sequences at the column of their key.
 */

const head = (apiVersion: string, kind: string, name: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: bench\n`;

const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('');

export function deployment(name: string, random: Random): string {
  const env = lines(between(random, 8, 74), (i) => `            - name: SETTING_${i}\n              value: "value ${i} of ${name}"\n`);
  const note = random() < 0.4 ? '# Rolled out by hand until the quota is raised.\n' : '';
  return `${note}${head('apps/v1', 'Deployment', name)}  labels: {app: ${name}}\nspec:\n  replicas: ${between(random, 1, 9)}\n  selector:\n    matchLabels:\n      app: ${name}\n  template:\n    metadata:\n      labels:\n        app: ${name}\n    spec:\n      containers:\n        - name: main\n          image: "registry.example.com/${name}:1.${between(random, 0, 98)}.0"\n          args: ["--port", "8080", '--log=json']\n          env:\n${env}          resources:\n            limits: {cpu: 500m, memory: 256Mi}\n`;
}

export function configMap(name: string, random: Random): string {
  const entries = lines(between(random, 10, 128), (i) => `    key.${i} = "value ${i}" # ${'x'.repeat(i % 23)}\n`);
  return `${head('v1', 'ConfigMap', name)}data:\n  app.properties: |\n${entries}  target.yaml: |\n    apiVersion: v1\n    kind: Service\n    metadata:\n      name: fake\n`;
}

export function serviceAccount(name: string): string {
  return head('v1', 'ServiceAccount', name);
}

export function autoscaler(name: string, random: Random): string {
  return `${head('autoscaling/v2', 'HorizontalPodAutoscaler', name)}spec:\n  minReplicas: 2\n  maxReplicas: ${between(random, 3, 30)}\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: ${name}\n`;
}

/** Of a group that nobody knows, and a kind that is only called like ours. */
export function customResource(name: string, random: Random): string {
  if (random() < 0.2) {
    return `${head('serving.knative.dev/v1', 'Service', name)}spec:\n  template:\n    spec:\n      containers:\n      - image: registry.example.com/${name}\n        ports:\n        - containerPort: 8080\n`;
  }
  const names = lines(between(random, 1, 12), (i) => `  - ${name}-${i}.example.com\n`);
  return `${head('cert-manager.io/v1', 'Certificate', name)}spec:\n  secretName: ${name}-tls\n  dnsNames:\n${names}  issuerRef: {name: letsencrypt, kind: ClusterIssuer}\n`;
}

/** 20 to 100 KB of schema. */
export function definition(name: string, random: Random): string {
  const fields = lines(
    between(random, 200, 999),
    (i) =>
      `                field${i}:\n                  description: 'The field ${i}, said to be useful\n                    when ${name} is.'\n                  type: string\n`,
  );
  return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}s.example.com\nspec:\n  group: example.com\n  names: {kind: Thing, plural: ${name}s}\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec:\n              type: object\n              properties:\n${fields}`;
}

/** Members of a List, which every output flattens. */
export const listMembers = 3;

export function list(name: string): string {
  const items = lines(
    listMembers,
    (i) =>
      `  - apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: ${name}-${i}\n      namespace: bench\n    data:\n      order: "${i}"\n`,
  );
  return `apiVersion: v1\nkind: List\nitems:\n${items}`;
}
