/*
 * A seeded corpus of believable manifests: Deployments, Services and ConfigMaps 27 % each, ServiceAccounts, autoscalers,
 * 3 % policies, now and then a CRD. The same seed gives the same bytes.
 */

/** mulberry32: small, seeded, good enough for shapes and sizes. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Documents of about 1.85 KB on average; ids are unique. */
export function* corpus(documents: number, seed: number): Generator<string> {
  const random = createRandom(seed);
  const services: string[] = [];
  for (let i = 0; i < documents; i++) {
    const at = random();
    const name = `app-${i}`;
    if (at < 0.27) {
      services.push(name);
      yield service(name, random());
    } else if (at < 0.3 && services.length > 0) yield policy(name, services.shift() ?? name);
    else if (at < 0.57) yield deployment(name, random);
    else if (at < 0.84) yield configMap(name, random);
    else if (at < 0.93) yield `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: bench\n`;
    else if (at < 0.999) yield autoscaler(name);
    else yield definition(name, random);
  }
}

export function service(name: string, style: number): string {
  const annotations =
    style < 0.3 ? `  annotations:\n    # who to call\n    example.com/owner: team-${name} # on rota\n    example.com/tier: "2"\n` : '';
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: bench\n  labels:\n    app: ${name}\n    tier: backend\n${annotations}spec:\n  type: ClusterIP\n  selector:\n    app: ${name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n      protocol: TCP\n    - name: http-admin\n      port: 9090\n      targetPort: admin\n`;
}

export function policy(name: string, target: string): string {
  return `apiVersion: resilience.auth-platform.github.com/v1\nkind: ResiliencePolicy\nmetadata:\n  name: ${name}\n  namespace: bench\nspec:\n  targetRef:\n    name: ${target}\n    port: 80\n  circuitBreaker:\n    failureThreshold: 5\n  retry:\n    maxAttempts: 3\n    methods: [GET, HEAD]\n    retryableStatusCodes: "5xx,429"\n    retryTimeout: 1s\n  timeout:\n    requestTimeout: 10s\n    responseTimeout: 5s\n`;
}

function deployment(name: string, random: () => number): string {
  const env = Array.from(
    { length: 8 + Math.floor(random() * 40) },
    (_, i) => `            - name: SETTING_${i}\n              value: "value ${i} of ${name}"\n`,
  ).join('');
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  namespace: bench\n  labels: {app: ${name}}\nspec:\n  replicas: 3\n  selector:\n    matchLabels:\n      app: ${name}\n  template:\n    metadata:\n      labels:\n        app: ${name}\n    spec:\n      containers:\n        - name: main\n          image: "registry.example.com/${name}:1.${Math.floor(random() * 99)}.0"\n          args: ["--port", "8080", '--log=json']\n          env:\n${env}          resources:\n            limits: {cpu: 500m, memory: 256Mi}\n`;
}

function configMap(name: string, random: () => number): string {
  const lines = Array.from(
    { length: 10 + Math.floor(random() * 70) },
    (_, i) => `    key.${i} = "value ${i}" # ${'x'.repeat(i % 23)}\n`,
  ).join('');
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: bench\ndata:\n  app.properties: |\n${lines}  target.yaml: |\n    apiVersion: v1\n    kind: Service\n    metadata:\n      name: fake\n`;
}

function autoscaler(name: string): string {
  return `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: ${name}\n  namespace: bench\nspec:\n  minReplicas: 2\n  maxReplicas: 10\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: ${name}\n`;
}

function definition(name: string, random: () => number): string {
  const fields = Array.from(
    { length: 200 + Math.floor(random() * 800) },
    (_, i) =>
      `                field${i}:\n                  description: 'The field ${i}, said to be useful\n                    when ${name} is.'\n                  type: string\n`,
  ).join('');
  return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}s.example.com\nspec:\n  group: example.com\n  names: {kind: Thing, plural: ${name}s}\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec:\n              type: object\n              properties:\n${fields}`;
}
