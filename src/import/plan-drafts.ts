import { appendTo } from '../model/append-to.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import { formatIdentity, formatName, numberAt, placeOf, stringAt } from '../model/resource.ts';
import type { Draft } from './draft.ts';
import { type HttpPort, type Importing, type KnownService, serviceKey } from './importing.ts';
import { joinPorts, type PortSettings } from './join-ports.ts';
import { type ImportedPort, mergePort } from './merge-port.ts';
import { reportUseless } from './report-rest.ts';
import type { Rule, ServiceName } from './rule.ts';
import { type Leaf, pickSettings, settingsOf } from './setting.ts';

/** The smallest set of policies that says what the rules say: one for a Service where its ports agree, else one for each port. */
export function planDrafts(rules: readonly Rule[], importing: Importing): readonly Draft[] {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    appendTo(groups, serviceKey(rule.service, importing.options), rule);
  }
  const known = new Map(importing.services.map((service) => [serviceKey(service.facts, importing.options), service]));
  return [...groups].sort(([a], [b]) => compareCodePoints(a, b)).flatMap(([key, group]) => planService(group, known.get(key), importing));
}

function planService(rules: readonly Rule[], known: KnownService | undefined, importing: Importing): readonly Draft[] {
  const speaking = rules.filter(({ settings }) => Object.keys(settings).length > 0);
  const [first] = speaking;
  if (first === undefined) return [];
  const service: ServiceName = known === undefined ? first.service : { namespace: known.facts.namespace, name: known.facts.name };
  if (known === undefined)
    importing.report('RP4060', placeOf(first.resource), { service: formatName(service), object: formatIdentity(first.resource.identity) });
  else reportOtherPorts(speaking, known, importing);
  const universe = known === undefined ? mentionedPorts(speaking) : known.httpPorts;
  const free = universe.filter((port) => !isGoverned(first, { service, port }, importing));
  const ports = free.map((port): PortSettings => ({ ...port, settings: mergePort(rules, port, importing.report) }));
  return draftPolicies(ports, { service, isWhole: free.length === universe.length, known }, importing);
}

/** Without the Service in the input, the ports that somebody names are known, and that there may be others. */
function mentionedPorts(rules: readonly Rule[]): readonly ImportedPort[] {
  const numbers = [...new Set(rules.flatMap(({ port }) => port ?? []))].sort((a, b) => a - b);
  const all = rules.some(({ port }) => port === undefined) ? [undefined] : [];
  return [...numbers, ...all].map((port) => ({ port, isGrpc: undefined }));
}

function reportOtherPorts(rules: readonly Rule[], { facts, httpPorts }: KnownService, { report }: Importing): void {
  for (const { port, resource, path } of rules) {
    if (port === undefined ? httpPorts.length > 0 : httpPorts.some((each: HttpPort) => each.port === port)) continue;
    const reason = port === undefined ? 'has no HTTP port' : `has no HTTP port ${port}`;
    reportUseless({ resource, path }, `Service ${formatName(facts)} ${reason}`, report);
  }
}

/** A policy of the input has its say already (RP4053). */
function isGoverned(rule: Rule, at: { readonly service: ServiceName; readonly port: ImportedPort }, importing: Importing): boolean {
  const { options, policies, report } = importing;
  const policy = policies.find(({ object, identity }) => {
    const namespace = stringAt(object, ['spec', 'targetRef', 'namespace']) || identity.namespace;
    const name = stringAt(object, ['spec', 'targetRef', 'name']);
    const port = numberAt(object, ['spec', 'targetRef', 'port']);
    return serviceKey({ namespace, name }, options) === serviceKey(at.service, options) && (port === undefined || port === at.port.port);
  });
  if (policy === undefined) return false;
  report('RP4053', [placeOf(rule.resource), placeOf(policy)], {
    object: formatIdentity(rule.resource.identity),
    service: formatName(at.service),
    port: at.port.port,
    policy: formatName(policy.identity),
  });
  return true;
}

interface Planning {
  readonly service: ServiceName;
  /** No port of the Service is left out. */
  readonly isWhole: boolean;
  readonly known: KnownService | undefined;
}

function draftPolicies(ports: readonly PortSettings[], { service, isWhole, known }: Planning, { report }: Importing): readonly Draft[] {
  const isForAll = isWhole && (known !== undefined || ports.some(({ port }) => port === undefined));
  const joined = isForAll ? joinPorts(ports) : undefined;
  if (joined !== undefined) return [{ service, settings: joined }].filter(({ settings }) => Object.keys(settings).length > 0);
  const drafts = withoutRepeats(ports)
    .filter(({ settings }) => Object.keys(settings).length > 0)
    .map(({ port, settings }) => ({ service, port, settings }));
  const open = drafts.find(({ port }) => port === undefined);
  const [setting] = Object.values(open?.settings ?? {});
  if (setting === undefined) return drafts;
  // Which ports "all others" are, only the Service can tell.
  report('RP4062', placeOf(setting.resource, setting.path), {
    service: formatName(service),
    ports: drafts.flatMap(({ port }) => port ?? []).join(', '),
  });
  return drafts.filter((draft) => draft !== open);
}

/** Two policies cannot limit the same pods (RP4016): the one for the first port does. */
function withoutRepeats(ports: readonly PortSettings[]): readonly PortSettings[] {
  const limits = new Set<unknown>();
  return ports.map((port) => {
    const isRepeat = (leaf: Leaf): boolean => leaf.startsWith('rateLimit.') && limits.has(port.settings[leaf]);
    const settings = pickSettings(port.settings, (leaf) => !isRepeat(leaf));
    for (const [leaf, setting] of settingsOf(settings)) if (leaf.startsWith('rateLimit.')) limits.add(setting);
    return { ...port, settings };
  });
}
