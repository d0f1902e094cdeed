import { createCollector } from './diagnostics/collector.ts';
import type { Diagnostic, Report } from './diagnostics/diagnostic.ts';
import { entryOf } from './diagnostics/entry-of.ts';
import type { MeshChoice } from './mesh/mesh-choice.ts';
import { group } from './model/group.ts';
import { indexByIdentity } from './model/index-by-identity.ts';
import type { Inventory } from './model/inventory.ts';
import { defaultOptions, type RenderOptions } from './model/options.ts';
import type { Policy } from './model/policy.ts';
import { formatName, placeOf, type Resource } from './model/resource.ts';
import type { SourceFile } from './model/source.ts';
import { type InputInventory, type InputItem, originOf } from './read/input.ts';
import { readInventory } from './read/read-inventory.ts';
import { chooseBackend } from './render/choose-backend.ts';
import { renderInventory } from './render-inventory.ts';
import { validatePolicy } from './validate/validate-policy.ts';
import { type Mark, matchMarks, readMarks } from './verify-marks.ts';

/** What is compared: a stream that should have been rendered, and the files of the policies that it should show. */
export interface VerifyInput {
  readonly stream: readonly SourceFile[];
  readonly policies: readonly SourceFile[];
}

export interface Verification {
  /** Errors alone: what a render warns of, it has said already. */
  readonly diagnostics: readonly Diagnostic[];
  /** Policies with an effect in the stream. */
  readonly rendered: number;
  /** Policies that ask for nothing, or for nothing that the mesh has: no effect is missed. */
  readonly idle: number;
}

/** Whether each policy shows in a stream. Reports RP5003, RP3019, RP3020, and what is wrong with a policy by itself. */
export function verifyManifests(input: VerifyInput, options: Partial<RenderOptions>): Verification {
  const full: RenderOptions = { ...defaultOptions, ...options };
  const nothing = { rendered: 0, idle: 0 };
  const { report: reportAll, diagnostics } = createCollector();
  const report: Report = (code, places, args) => {
    if (entryOf(code).severity === 'error') reportAll(code, places, args);
  };
  const mesh = chooseBackend(full, report);
  if (mesh === undefined) return { diagnostics, ...nothing };
  const reading = { limits: full.limits, parseAll: false };
  const stream = readInventory(input.stream, reading, report);
  const wanted = readInventory(input.policies, reading, report);
  if (!stream.hasReadable) {
    report('RP5003', [], {});
    return { diagnostics, ...nothing };
  }
  const expected = readPolicies(wanted, report);
  const carried = readPolicies(stream, report);
  if (expected.found + carried.found === 0) report('RP3020', [], {});
  const resources = new Map([...expected.resources, ...carried.resources]);
  const compare = { marks: readMarks(stream), stream, resources, options: full, mesh };
  const first = comparePolicies(expected.policies, compare);
  const isExpected = matchMarks(expected.policies);
  // A policy that is in both is one policy, whatever kustomize did to its name on the way.
  const isOther = ({ name }: Policy): boolean => isExpected({ namespace: undefined, name, services: [] }).length === 0;
  const second = comparePolicies(carried.policies, compare);
  const missing = [...first.missing, ...(first.missing.length === 0 ? second.missing : second.missing.filter(isOther))];
  for (const policy of missing) report('RP3019', placeOf(policy.resource, ['metadata', 'name']), { policy: formatName(policy) });
  const count = (one: readonly Policy[], two: readonly Policy[]): number => one.length + two.filter(isOther).length;
  return { diagnostics, rendered: count(first.rendered, second.rendered), idle: count(first.idle, second.idle) };
}

interface Comparison {
  readonly marks: readonly Mark[];
  readonly stream: InputInventory;
  /** The objects of the policies of both. */
  readonly resources: ReadonlyMap<Policy, Resource>;
  readonly options: RenderOptions;
  readonly mesh: MeshChoice;
}

interface Compared {
  readonly rendered: readonly Policy[];
  readonly idle: readonly Policy[];
  readonly missing: readonly Policy[];
}

/** Policies of one source: names of another must not take marks away from them. */
function comparePolicies(policies: readonly Policy[], how: Comparison): Compared {
  const shown = new Set(how.marks.flatMap(matchMarks(policies)));
  const silent = policies.filter((policy) => !shown.has(policy));
  const idle = silent.length === 0 ? new Set() : idlePolicies(silent, how);
  return {
    rendered: [...shown],
    idle: silent.filter((policy) => idle.has(policy)),
    missing: silent.filter((policy) => !idle.has(policy)),
  };
}

interface ReadPolicies {
  /** Also those that are not valid. */
  readonly found: number;
  readonly policies: readonly Policy[];
  readonly resources: ReadonlyMap<Policy, Resource>;
}

function readPolicies(inventory: InputInventory, report: Report): ReadPolicies {
  const items = inventory.ofKind(group, 'ResiliencePolicy');
  const resources = new Map<Policy, Resource>();
  for (const item of items) {
    const resource = inventory.open(item);
    const policy = resource && validatePolicy(resource, report);
    if (policy !== undefined) resources.set(policy, resource as Resource);
  }
  return { found: items.length, policies: [...resources.keys()], resources };
}

/** The policies of which nothing comes when they are rendered with the stream, though nothing is wrong with them. */
function idlePolicies(policies: readonly Policy[], { stream, resources, options, mesh }: Comparison): ReadonlySet<Policy> {
  const { report, diagnostics } = createCollector();
  const inventory = withPolicies(
    stream,
    policies.flatMap((policy) => resources.get(policy) ?? []),
  );
  const outcomes = renderInventory(inventory, mesh, { options, report, originOf }).outcomes(diagnostics);
  const idle = outcomes.map(({ annotations, objects, diagnostics: own }, i) => {
    const isEmpty = objects.length === 0 && annotations.every(({ values }) => Object.keys(values).length === 0);
    return isEmpty && own.every(({ severity }) => severity !== 'error') ? policies[i] : undefined;
  });
  return new Set(idle.filter((policy) => policy !== undefined));
}

/** The stream with these policies in place of its own. */
function withPolicies(stream: InputInventory, policies: readonly Resource[]): Inventory<InputItem> {
  const [like] = stream.items;
  if (like === undefined) return stream;
  const resources = new Map(policies.map((resource) => [{ ...like, identity: resource.identity, mentionsGroup: true }, resource]));
  const others = stream.items.filter((item) => item.identity.kind !== 'ResiliencePolicy');
  const items = [...others, ...resources.keys()];
  return {
    items,
    mentioning: items.filter(({ mentionsGroup }) => mentionsGroup),
    ...indexByIdentity(items),
    ofKind: (wantedGroup, kind) =>
      wantedGroup === group && kind === 'ResiliencePolicy' ? [...resources.keys()] : stream.ofKind(wantedGroup, kind),
    open: (item, how) => resources.get(item) ?? stream.open(item, how),
  };
}
