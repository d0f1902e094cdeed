import { appendTo } from '../model/append-to.ts';
import { annotatedFrom, generatedFrom, group } from '../model/group.ts';
import { gatewayGroup, istioGroup, linkerdPolicyGroup } from '../model/kinds.ts';
import { groupOf, identityOf, isList, isObject, type KubeObject, stringAt, type Value } from '../model/resource.ts';

/*
 * kustomize renames objects layer by layer, but what refers to them only at the end of the build. A function or plugin in between meets
 * Service dev-web and a policy that still targets web; annotations tell the names that came before (seen in kustomize 5.6 and 5.8).
 */

const previousNames = 'internal.config.kubernetes.io/previousNames';
/** What tells variants of one object apart when two overlays meet in one build. */
const variantKeys = ['internal.config.kubernetes.io/prefixes', 'internal.config.kubernetes.io/suffixes'];

/** A field that holds the name of another object; `[]` stands for every item of a list. The same as kustomize/name-reference.yaml. */
interface Reference {
  readonly group: string;
  readonly kind: string;
  readonly path: readonly string[];
  readonly to: string;
}

const routes = [
  { group: gatewayGroup, kind: 'HTTPRoute' },
  { group: gatewayGroup, kind: 'GRPCRoute' },
  { group: linkerdPolicyGroup, kind: 'HTTPRoute' },
];

/** In the order of kustomize/name-reference.yaml, which a test compares. */
export const references: readonly Reference[] = [
  ...routes.flatMap((route) => [
    { ...route, path: ['spec', 'parentRefs', '[]', 'name'], to: 'Service' },
    { ...route, path: ['spec', 'rules', '[]', 'backendRefs', '[]', 'name'], to: 'Service' },
  ]),
  // A host is the name of a Service where it is short; a full one names its namespace too, and follows nothing.
  { group: istioGroup, kind: 'VirtualService', path: ['spec', 'hosts', '[]'], to: 'Service' },
  { group: istioGroup, kind: 'VirtualService', path: ['spec', 'http', '[]', 'route', '[]', 'destination', 'host'], to: 'Service' },
  { group: istioGroup, kind: 'DestinationRule', path: ['spec', 'host'], to: 'Service' },
  { group, kind: 'ResiliencePolicy', path: ['spec', 'targetRef', 'name'], to: 'Service' },
  { group: linkerdPolicyGroup, kind: 'HTTPLocalRateLimitPolicy', path: ['spec', 'targetRef', 'name'], to: 'Server' },
  {
    group: linkerdPolicyGroup,
    kind: 'HTTPLocalRateLimitPolicy',
    path: ['spec', 'overrides', '[]', 'clientRefs', '[]', 'name'],
    to: 'ServiceAccount',
  },
  {
    group,
    kind: 'ResiliencePolicy',
    path: ['spec', 'rateLimit', 'overrides', '[]', 'clients', '[]', 'serviceAccount'],
    to: 'ServiceAccount',
  },
];

/** Our marks name policies too; kustomize cannot know that, so at the end of a build they have the name of the time of rendering. */
const markKeys = [generatedFrom, annotatedFrom];

const targetKinds: ReadonlySet<string> = new Set(['ResiliencePolicy', ...references.map(({ to }) => to)]);

/** The objects as they will be at the end of the build, by their index; those that stay as they are are left out. */
export function pendingRenames(objects: readonly KubeObject[]): ReadonlyMap<number, KubeObject> {
  const targets = indexTargets(objects);
  const renamed = new Map<number, KubeObject>();
  if (targets.byFormerName.size === 0) return renamed;
  for (const [i, object] of objects.entries()) {
    const { apiVersion, kind } = identityOf(object);
    const fields = references.filter((each) => each.kind === kind && each.group === groupOf(apiVersion));
    const resolve = (to: string) => (name: string) => newName(name, { to, targets, referrer: object });
    const marks = (text: string): string => text.split(',').map(resolve('ResiliencePolicy')).join(',');
    const settled = fields.reduce<Value>((value, { path, to }) => replaceAt(value, path, resolve(to)), object);
    const result = markKeys.reduce<Value>((value, key) => replaceAt(value, ['metadata', 'annotations', key], marks), settled);
    if (result !== object && isObject(result)) renamed.set(i, result);
  }
  return renamed;
}

/** What may be referred to, by `kind/namespace/name`: thousands of references each ask. */
interface Targets {
  readonly names: ReadonlySet<string>;
  readonly byFormerName: ReadonlyMap<string, readonly KubeObject[]>;
}

function indexTargets(objects: readonly KubeObject[]): Targets {
  const names = new Set<string>();
  const byFormerName = new Map<string, KubeObject[]>();
  for (const object of objects.filter((each) => targetKinds.has(String(each['kind'])))) {
    const { kind, namespace, name } = identityOf(object);
    names.add(`${kind}/${namespace}/${name}`);
    const former = annotation(object, previousNames)
      .split(',')
      .filter((each) => each !== '');
    for (const each of new Set(former)) appendTo(byFormerName, `${kind}/${namespace}/${each}`, object);
  }
  return { names, byFormerName };
}

/** The one object of the kind that had this name; an object that has it now comes before all that had it. */
function newName(name: string, how: { readonly to: string; readonly targets: Targets; readonly referrer: KubeObject }): string {
  const key = `${how.to}/${identityOf(how.referrer).namespace}/${name}`;
  if (how.targets.names.has(key)) return name;
  const former = how.targets.byFormerName.get(key) ?? [];
  const [only, ...others] = former.length > 1 ? former.filter((target) => isVariantOf(target, how.referrer)) : former;
  return only === undefined || others.length > 0 ? name : identityOf(only).name;
}

function isVariantOf(target: KubeObject, referrer: KubeObject): boolean {
  return variantKeys.every((key) => annotation(target, key) === annotation(referrer, key));
}

function annotation(object: KubeObject, key: string): string {
  return stringAt(object, ['metadata', 'annotations', key]);
}

/** The value with every string at a path replaced; the very same value where nothing changes. */
function replaceAt(value: Value, path: readonly string[], replace: (text: string) => string): Value {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? replace(value) : value;
  if (step === '[]') {
    if (!isList(value)) return value;
    const items = value.map((item) => replaceAt(item, rest, replace));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const before = value[step] as Value;
  const after = replaceAt(before, rest, replace);
  return after === before ? value : { ...value, [step]: after };
}
