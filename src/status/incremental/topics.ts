import { compareCodePoints } from '../../model/code-point-order.ts';
import { generatedFrom } from '../../model/group.ts';
import {
  groupOf,
  type Identity,
  identityOf,
  isList,
  isObject,
  type KubeObject,
  type ObjectValue,
  stringAt,
  type Value,
  valueAt,
} from '../../model/resource.ts';
import { stringMapAt } from '../../model/string-map.ts';
import { watchedKinds } from '../watched-kinds.ts';

/*
 * What an object is about. An evaluation reads objects that are about the same as a policy, so two objects without a
 * common topic cannot meet in one. Too many topics cost time, one too few costs the truth: whatever looks like a name is
 * taken for one, of whatever kind.
 */

/** What is called `name` in a namespace, of any kind. */
export function nameTopic({ namespace, name }: Pick<Identity, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** What holds for a whole namespace. */
export function namespaceTopic(namespace: string): string {
  return `${namespace}/*`;
}

/** What holds for the whole cluster. */
export const clusterTopic = '*';

/** Pods by all their labels: Services, and what else selects exactly the same. */
export function selectorTopic(namespace: string, labels: ObjectValue): string {
  const entries = Object.entries(labels).sort(([a], [b]) => compareCodePoints(a, b));
  return `${namespace}?${entries.map(([key, value]) => `${key}=${String(value)}`).join(',')}`;
}

/** The topic of the pods behind a Service, if it selects any. */
export function selectorOf(service: KubeObject): string | undefined {
  const selector = valueAt(service, ['spec', 'selector']);
  if (!isObject(selector) || Object.keys(selector).length === 0) return undefined;
  return selectorTopic(stringAt(service, ['metadata', 'namespace']), selector);
}

/** Kinds whose objects concern nobody but whom they name. */
const named: ReadonlySet<string> = new Set(
  watchedKinds.flatMap(({ group, kind, reach }) => (reach === 'named' ? [`${group}/${kind}`] : [])),
);

/** Everything that an object, which is no policy, is about. */
export function topicsOf(object: KubeObject): ReadonlySet<string> {
  const identity = identityOf(object);
  const { apiVersion, kind, namespace, name } = identity;
  const topics = new Set<string>([nameTopic(identity)]);
  if (!named.has(`${groupOf(apiVersion)}/${kind}`)) topics.add(reachOf(identity));
  addMarks(topics, object, namespace);
  addNames(topics, name, namespace);
  // The ports of a Service have names, which name nothing else.
  if (kind === 'Service' && groupOf(apiVersion) === '') topics.add(selectorOf(object) ?? nameTopic(identity));
  else addMentions(topics, valueAt(object, ['spec']), { key: '', namespace });
  return topics;
}

/** A kind that nobody has thought about is taken to matter everywhere around it. */
function reachOf({ apiVersion, kind, namespace, name }: Identity): string {
  if (namespace !== '') return namespaceTopic(namespace);
  return groupOf(apiVersion) === '' && kind === 'Namespace' ? namespaceTopic(name) : clusterTopic;
}

function addMarks(topics: Set<string>, object: KubeObject, namespace: string): void {
  const mark = stringMapAt(object, ['metadata', 'annotations'])[generatedFrom];
  for (const policy of mark?.split(',') ?? []) topics.add(policy.includes('/') ? policy : nameTopic({ namespace, name: policy }));
}

interface Mention {
  readonly key: string;
  /** Of the nearest reference around it that names one. */
  readonly namespace: string;
}

/** They say of which sort something is, or where, not what it is called. */
const noNames: ReadonlySet<string> = new Set(['apiVersion', 'group', 'kind', 'namespace']);
/** A rule of Istio for `*.shop.svc.cluster.local` concerns Services that it does not name. */
const hosts: ReadonlySet<string> = new Set(['host', 'hosts']);
const selectors: ReadonlySet<string> = new Set(['matchLabels', 'selector']);

function addMentions(topics: Set<string>, value: Value | undefined, at: Mention): void {
  if (typeof value === 'string') {
    if (hosts.has(at.key) && value.startsWith('*')) topics.add(clusterTopic);
    addNames(topics, value, at.namespace);
  } else if (isList(value)) for (const each of value) addMentions(topics, each, at);
  else if (isObject(value)) {
    if (selectors.has(at.key) && Object.values(value).every((each) => typeof each === 'string')) {
      topics.add(selectorTopic(at.namespace, value));
      return;
    }
    const namespace = stringAt(value, ['namespace']) || at.namespace;
    for (const [key, each] of Object.entries(value)) if (!noNames.has(key)) addMentions(topics, each, { key, namespace });
  }
}

const dnsName = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;

/** A name, or a host such as `cart.shop.svc.cluster.local`. */
function addNames(topics: Set<string>, text: string, namespace: string): void {
  if (!dnsName.test(text)) return;
  topics.add(nameTopic({ namespace, name: text }));
  const [name = '', of] = text.split('.', 2);
  if (of === undefined) return;
  topics.add(nameTopic({ namespace, name }));
  topics.add(nameTopic({ namespace: of, name }));
}
