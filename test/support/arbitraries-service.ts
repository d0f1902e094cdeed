import fc from 'fast-check';
import type { KubeObject, Value } from '../../src/model/resource.ts';
import { nastyStrings } from './manifest-text.ts';

/** One port of a Service, with what a mesh makes of it by construction. */
export interface PortModel {
  readonly port: number;
  readonly name: string;
  readonly protocol: 'http' | 'grpc' | undefined;
  readonly target: number | string;
  readonly entry: KubeObject;
}

export interface ServiceModel {
  readonly name: string;
  /** '' where the manifest has none. */
  readonly namespace: string;
  /** False for a Service on which a mesh applies nothing. */
  readonly suitable: boolean;
  readonly selector: KubeObject | undefined;
  readonly ports: readonly PortModel[];
  readonly object: KubeObject;
}

const numbers = {
  http: [80, 8080, 9090],
  grpc: [50051, 50052, 50053],
  tcp: [7000, 7001, 7002],
  opaque: [6379, 3306, 11211],
  udp: [53, 54, 55],
} as const;
const names = {
  http: ['http', 'web', 'http-api', 'y'],
  grpc: ['grpc', 'grpc-api', 'grpc', 'grpc-x'],
  tcp: ['tcp', 'redis-x', 'tls-in', 'https'],
  opaque: ['cache', 'http', 'db', 'db'],
  udp: ['dns', 'http', 'dns', 'dns'],
} as const;

export interface RawPort {
  readonly kind: keyof typeof numbers;
  readonly name: number;
  readonly target: 'absent' | 'number' | 'name' | 'shared';
  readonly app: boolean;
  /** What the port always declares, where the mesh of the world knows a port by nothing else. */
  readonly declared?: string | undefined;
}

export interface RawService {
  readonly ports: readonly RawPort[];
  readonly shape: 'plain' | 'headless' | 'external';
  readonly selected: boolean;
  readonly opaqueKey: boolean;
  readonly place: number;
  readonly foreign: readonly (readonly [string, string])[];
}

const rawPort: fc.Arbitrary<RawPort> = fc.record({
  kind: fc.constantFrom('http', 'http', 'http', 'http', 'grpc', 'grpc', 'tcp', 'opaque', 'udp'),
  name: fc.nat({ max: 3 }),
  target: fc.constantFrom('absent', 'number', 'name', 'shared'),
  app: fc.constantFrom(false, false, true),
});

const foreignKey = fc.constantFrom(
  'team',
  'prometheus.io/port',
  'config.linkerd.io/proxy-cpu-request',
  'retry.example.com/http',
  'a.example.com/x',
  'zz',
  'kubectl.kubernetes.io/last-applied-configuration',
  '1.5',
  'yes',
);
const value = fc.oneof(
  fc.constantFrom(...nastyStrings.filter((text) => !/\p{Surrogate}/u.test(text))),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('core', '{"a":["b: c"]}', '5xx'),
);

/** Annotations that are none of ours, with values that a careless printer breaks. */
export const foreignAnnotations: fc.Arbitrary<readonly (readonly [string, string])[]> = fc.uniqueArray(fc.tuple(foreignKey, value), {
  maxLength: 3,
  selector: ([key]) => key,
});

const rawService: fc.Arbitrary<RawService> = fc.record({
  ports: fc.array(rawPort, { minLength: 1, maxLength: 3 }),
  shape: fc.constantFrom(...Array<'plain'>(12).fill('plain'), 'headless', 'external'),
  selected: fc.constantFrom(true, true, true, true, false),
  opaqueKey: fc.boolean(),
  place: fc.nat({ max: 2 }),
  foreign: foreignAnnotations,
});

/** For a mesh that takes a port without appProtocol for TCP: what ports of each kind always declare. */
export type AppProtocols = Readonly<Partial<Record<RawPort['kind'], string>>>;

export function rawServiceWith(appProtocols: AppProtocols): fc.Arbitrary<RawService> {
  return rawService.map((raw) => ({ ...raw, ports: raw.ports.map((port) => ({ ...port, declared: appProtocols[port.kind] })) }));
}

/** Names that some reader takes for a boolean or a number, beside ordinary ones. */
export const serviceNames: readonly string[] = ['web', 'on', 'checkout', 'null'];

export function buildService(raw: RawService, name: string, namespace: string): ServiceModel {
  const ports = raw.ports.map((port, i) => buildPort(port, i));
  const opaque = raw.ports.flatMap(({ kind }, i) => (kind === 'opaque' ? [numbers.opaque[i] ?? 0] : []));
  const keys: readonly (readonly [string, string])[] =
    raw.opaqueKey && opaque.length > 0 ? [['config.linkerd.io/opaque-ports', opaque.join(',')]] : [];
  const annotations = Object.fromEntries([...raw.foreign, ...keys]);
  const selector = raw.selected ? { app: name } : undefined;
  const spec: Record<string, Value> = {
    ...(raw.shape === 'external' ? { type: 'ExternalName', externalName: 'a.example.com' } : {}),
    ...(raw.shape === 'headless' ? { clusterIP: 'None' } : {}),
    ...(selector === undefined ? {} : { selector }),
    ports: ports.map(({ entry }) => entry),
  };
  const metadata = { name, ...(namespace === '' ? {} : { namespace }), ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
  const object = { apiVersion: 'v1', kind: 'Service', metadata, spec };
  return {
    name,
    namespace,
    suitable: raw.shape === 'plain' && ports.some(({ protocol }) => protocol !== undefined),
    selector,
    ports,
    object,
  };
}

function buildPort({ kind, name, target, app, declared }: RawPort, i: number): PortModel {
  const port = numbers[kind][i] ?? 1;
  const full = i === 0 ? (names[kind][name] ?? '') : `${names[kind][name]}-${i}`;
  const targets = { absent: port, number: port + 10_000, name: `${kind}-${i}`, shared: 8000 };
  const protocol = kind === 'http' || kind === 'grpc' ? kind : undefined;
  const usual = kind === 'http' ? 'http' : kind === 'grpc' ? 'kubernetes.io/h2c' : undefined;
  const appProtocol = declared ?? (app ? usual : undefined);
  const entry: KubeObject = {
    ...(full === '' ? {} : { name: full }),
    port,
    ...(target === 'absent' ? {} : { targetPort: targets[target] }),
    ...(kind === 'udp' ? { protocol: 'UDP' } : {}),
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
  return { port, name: full, protocol, target: targets[target], entry };
}
