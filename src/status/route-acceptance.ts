import {
  formatIdentity,
  identityOf,
  isObject,
  type KubeObject,
  listAt,
  numberAt,
  stringAt,
  type Value,
  valueAt,
} from '../model/resource.ts';

/** What the mesh says about an object of a policy, in its own words where it refuses it. */
export type Acceptance =
  | { readonly kind: 'accepted'; readonly generationReported: boolean }
  | { readonly kind: 'pending' | 'rejected'; readonly message: string };

/** The Gateway API has an implementation write both; a route is enforced only where its Service and its backends were found. */
const routeConditions: readonly string[] = ['Accepted', 'ResolvedRefs'];

export interface Parent {
  readonly name: string;
  readonly namespace: string;
}

/**
 * The mesh's answer for a route on a Service. Any refusal counts, whoever wrote it. Linkerd echoes the parent with group
 * `core` and reports no generation, so that an answer from before an edit looks like one from after it (linkerd facts §3).
 */
export function routeAcceptance(route: KubeObject, service: Parent): Acceptance {
  const name = formatIdentity(identityOf(route));
  const own = listAt(route, ['spec', 'parentRefs']).filter((parent) => isService(parent, route, service));
  const answers = listAt(route, ['status', 'parents']).filter((answer) =>
    isService(valueAt(answer, ['parentRef']) ?? null, route, service),
  );
  const of = { name, generation: numberAt(route, ['metadata', 'generation']) ?? 0, wanted: routeConditions };
  const states = own.map((parent) => {
    const given = answers.filter((answer) => numberAt(answer, ['parentRef', 'port']) === numberAt(parent, ['port']));
    return combine(
      given.map((answer) => judge(listAt(answer, ['conditions']), of)),
      name,
    );
  });
  return states.find(({ kind }) => kind === 'rejected') ?? states.find(({ kind }) => kind === 'pending') ?? states[0] ?? silence(name);
}

/** Of several controllers one enforces the route, and any may refuse it: two meshes in a cluster take each other's Services for their own. */
function combine(answers: readonly Acceptance[], name: string): Acceptance {
  return answers.find(({ kind }) => kind === 'rejected') ?? answers.find(({ kind }) => kind === 'accepted') ?? answers[0] ?? silence(name);
}

/**
 * The mesh's answer for an object that is not attached to a Service. Linkerd repeats in it which Server the rate limit was accepted for:
 * an answer for another one is from before an edit.
 */
export function objectAcceptance(object: KubeObject): Acceptance {
  const name = formatIdentity(identityOf(object));
  const answeredFor = stringAt(object, ['status', 'targetRef', 'name']);
  if (answeredFor !== '' && answeredFor !== stringAt(object, ['spec', 'targetRef', 'name'])) return silence(name);
  const generation = numberAt(object, ['metadata', 'generation']) ?? 0;
  return judge(listAt(object, ['status', 'conditions']), { name, generation, wanted: ['Accepted'] });
}

function silence(name: string): Acceptance {
  return { kind: 'pending', message: `the mesh has said nothing about ${name} yet, and enforces it only once it has accepted it` };
}

interface Judged {
  readonly name: string;
  readonly generation: number;
  /** Types of conditions that have to be True. */
  readonly wanted: readonly string[];
}

function judge(conditions: readonly Value[], { name, generation, wanted }: Judged): Acceptance {
  const current = conditions.filter(isObject).filter((each) => (numberAt(each, ['observedGeneration']) ?? generation) >= generation);
  if (current.length === 0) return silence(name);
  const refused = current.find(({ type, status }) => routeConditions.includes(String(type)) && status === 'False');
  if (refused !== undefined) {
    const words = `${stringAt(refused, ['type'])}=False, ${stringAt(refused, ['reason'])}: ${stringAt(refused, ['message'])}`;
    return { kind: 'rejected', message: `the mesh refuses ${name}: ${words}` };
  }
  const granted = current.filter(({ type, status }) => wanted.includes(String(type)) && status === 'True');
  const missing = wanted.filter((type) => !granted.some((each) => each['type'] === type));
  if (missing.includes('Accepted')) return { kind: 'pending', message: `the mesh has not accepted ${name} yet` };
  if (missing.length > 0) return { kind: 'pending', message: `the mesh has not said ${missing.join()}=True about ${name} yet` };
  return { kind: 'accepted', generationReported: granted.every((each) => numberAt(each, ['observedGeneration']) !== undefined) };
}

function isService(parent: Value, route: KubeObject, service: Parent): boolean {
  const group = stringAt(parent, ['group']);
  const namespace = stringAt(parent, ['namespace']) || stringAt(route, ['metadata', 'namespace']);
  return (
    (group === '' || group === 'core') &&
    stringAt(parent, ['kind']) === 'Service' &&
    stringAt(parent, ['name']) === service.name &&
    namespace === service.namespace
  );
}
