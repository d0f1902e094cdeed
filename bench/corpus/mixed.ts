import { createRandom, type Random } from './random.ts';
import { policy, routesPerPort, type ServiceShape, service } from './services.ts';
import { autoscaler, configMap, customResource, definition, deployment, list, listMembers, serviceAccount } from './workloads.ts';

/** A document with what the renderer has to make of it. */
export interface CorpusDocument {
  readonly name: string;
  readonly text: string;
  /** Documents of the output that come of it. */
  readonly becomes: number;
  /** The Service that gets annotations because of it. */
  readonly annotates?: string;
  /** Lists are flattened: their bytes do not come out as they went in. */
  readonly list?: true;
}

export interface CorpusShape {
  readonly count: number;
  readonly seed: number;
  /** Names are `app-<n>` from this number on, so that several files share no identity. */
  readonly first?: number;
}

interface Waiting {
  readonly name: string;
  readonly shape: ServiceShape;
}

/** Services that no policy is about yet; more are forgotten, or a corpus of gigabytes would sit in memory. */
const mostWaiting = 1000;

/**
 * Believable manifests of about 1.85 KB on average: Services, Deployments and ConfigMaps a quarter each, ServiceAccounts,
 * autoscalers, custom resources, 3 % policies, now and then a List or a CRD. The same shape gives the same bytes.
 */
export function* mixedDocuments({ count, seed, first = 0 }: CorpusShape): Generator<CorpusDocument> {
  const random = createRandom(seed);
  const waiting: Waiting[] = [];
  for (let i = first; i < first + count; i++) {
    const name = `app-${i}`;
    const at = random();
    const target = at >= 0.27 && at < 0.3 ? waiting.shift() : undefined;
    if (target !== undefined) yield policyOf(name, target, random);
    else if (at < 0.27) {
      const shape: ServiceShape = { ports: random() < 0.3 ? 2 : 1, annotated: random() < 0.3 };
      if (waiting.length < mostWaiting) waiting.push({ name, shape });
      yield { name, text: service(name, shape), becomes: 1 };
    } else if (at > 0.998 && at < 0.999) yield { name, text: list(name), becomes: listMembers, list: true };
    else yield { name, text: workload(name, at, random), becomes: 1 };
  }
}

function workload(name: string, at: number, random: Random): string {
  if (at < 0.56) return deployment(name, random);
  if (at < 0.83) return configMap(name, random);
  if (at < 0.91) return serviceAccount(name);
  if (at < 0.97) return autoscaler(name, random);
  return at < 0.998 ? customResource(name, random) : definition(name, random);
}

function policyOf(name: string, target: Waiting, random: Random): CorpusDocument {
  const wish = random() < 0.4 ? 'breaker' : target.shape.ports === 1 ? 'all' : 'routes';
  const becomes = wish === 'breaker' ? 1 : 1 + routesPerPort;
  const text = policy(name, target.name, wish);
  return wish === 'routes' ? { name, text, becomes } : { name, text, becomes, annotates: target.name };
}

/** As many Services as policies, one for each, and no other document. */
export function* pairedDocuments(count: number): Generator<CorpusDocument> {
  for (let i = 0; i < count; i++) {
    yield { name: `svc-${i}`, text: service(`svc-${i}`, { ports: 1, annotated: i % 3 === 0 }), becomes: 1 };
    yield { name: `pol-${i}`, text: policy(`pol-${i}`, `svc-${i}`, 'all'), becomes: 1 + routesPerPort, annotates: `svc-${i}` };
  }
}
