import type { Catalog } from '../code-entry.ts';

/** RP3xxx: how objects of the input relate to each other. The words that each message needs. */
export interface RelationCodes {
  readonly RP3001: { policy: string; service: string; namespace: string };
  readonly RP3002: { policy: string; service: string; nearest?: string | undefined; elsewhere?: string | undefined };
  readonly RP3003: { policy: string; service: string; port: number; ports: string };
  readonly RP3004: { first: string; second: string; service: string; port: number };
  readonly RP3005: { first: string; second: string; service: string };
  readonly RP3006: { policy: string; service: string; namespace: string; from: string };
  readonly RP3007: { object: string };
  readonly RP3008: { object: string; policy: string };
  readonly RP3009: { object: string; mark: string };
  readonly RP3010: { object: string; policy: string };
  readonly RP3011: { object: string; policy: string };
  readonly RP3012: { object: string; key: string; found: string; wanted: string; policy: string };
  readonly RP3013: { object: string; key: string };
  readonly RP3014: { object: string; service: string; policy: string; reason: string };
  readonly RP3015: { object: string; key: string; policy: string };
  readonly RP3016: { object: string; first: string; second: string };
  readonly RP3017: { object: string; reason: 'shared' | 'stream' | 'list' | 'nested' };
  readonly RP3018: { object: string; found: string };
  readonly RP3019: { policy: string };
  readonly RP3020: Record<never, never>;
  readonly RP3021: { policy: string; mesh: string; choices: string; nearest?: string | undefined };
  readonly RP3022: { first: string; second: string; service: string };
  readonly RP3023: { service: string; policy: string; ways: string };
  readonly RP3024: { service: string; evidence: string };
}

/** Why a text cannot be kept, and what to do about it. A record of words, so that `explain-code` can ask for a reason that is none. */
const writtenAnew: Readonly<Record<string, { readonly why: string; readonly fix: string }>> = {
  stream: {
    why: 'directives above it, or content beside its "---", do not allow a copy',
    fix: 'remove the directives, or start the object on a line of its own',
  },
  shared: {
    why: 'its text (an alias, a merge key or the like) does not allow an edit in place',
    fix: 'write its annotations out',
  },
  list: {
    why: 'its lines cannot stand outside their List (an anchor of another member, flow style, a List in a List)',
    fix: 'write the members out in block style, or render with --order input, which keeps Lists',
  },
  nested: {
    why: 'a List in a List, or members in flow style or with shared anchors, do not allow an edit where they stand',
    fix: 'write the members out in block style, in one List',
  },
};

export const relationCodes: Catalog<RelationCodes> = {
  RP3001: {
    severity: 'error',
    message: ({ policy, service, namespace }) =>
      `policy ${policy} targets Service "${service}" in namespace "${namespace}", but the Service of that name in the input has no namespace`,
    hint: ({ namespace }) => `render with --namespace ${namespace}, or set metadata.namespace on the Service`,
    explain:
      'A manifest without a namespace lands wherever it is applied. Assuming that this is the namespace of the policy could attach it to the wrong Service.',
  },
  RP3002: {
    severity: 'error',
    message: ({ policy, service }) => `policy ${policy} targets Service "${service}", which is not in the input`,
    hint: ({ nearest, elsewhere, policy }) => {
      if (nearest !== undefined) return `did you mean "${nearest}"?`;
      if (elsewhere === undefined) return 'add the Service to the input, or remove the policy';
      const where = `a Service of that name is in namespace "${elsewhere}"`;
      return policy.includes('/')
        ? `${where}: name it in targetRef.namespace`
        : `${where}: set metadata.namespace on the policy, or render with --namespace ${elsewhere}`;
    },
    explain:
      'The policy would be in force nowhere. Usually the name or the namespace is misspelt, or the file of the Service is not among the paths that are rendered.',
  },
  RP3003: {
    severity: 'error',
    message: ({ policy, service, port }) => `policy ${policy} targets port ${port}, which Service ${service} does not have`,
    hint: ({ ports }) => `targetRef.port is a Service port (not a container port); the Service has ${ports}`,
    explain: 'A route for a port that a Service lacks is accepted by Linkerd and does nothing.',
  },
  RP3004: {
    severity: 'error',
    message: ({ first, second, service, port }) => `policies ${first} and ${second} both govern port ${port} of Service ${service}`,
    hint: () => 'merge them into one policy, or give each a targetRef.port of its own',
    explain:
      'Two routes for one port leave it to their age which one wins. Git knows no age, so the renderer takes neither; in a cluster the reporter marks the younger policy Conflicted.',
  },
  RP3005: {
    severity: 'error',
    message: ({ first, second, service }) => `policies ${first} and ${second} set different circuit breakers on Service ${service}`,
    hint: () => 'give both the same circuitBreaker, or keep it in one of them',
    explain: 'Linkerd reads one circuit breaker per Service, whatever the port of a policy.',
  },
  RP3006: {
    severity: 'error',
    message: ({ policy, service }) => `policy ${policy} targets Service ${service} of another namespace without a grant`,
    hint: ({ namespace, from }) =>
      from === ''
        ? `set metadata.namespace on the policy, or render with --namespace ${namespace}`
        : `add a ReferenceGrant to namespace ${namespace} that lets policies of ${from} target it, or render with --allow-cross-namespace`,
    explain:
      'As in Gateway API, the owner of a namespace decides who may configure its Services: a ReferenceGrant there names the namespace of the policy (`from`: group resilience.auth-platform.github.com, kind ResiliencePolicy) and Services (`to`).',
  },
  RP3007: {
    severity: 'error',
    message: ({ object }) => `${object} stands twice in the input`,
    hint: () => 'remove one of the two, or render them apart',
    explain:
      'Two objects with one group, kind, namespace and name overwrite each other when they are applied; which one wins depends on their order.',
  },
  RP3008: {
    severity: 'error',
    message: ({ object, policy }) => `policy ${policy} needs ${object}, but the input holds one that is not generated`,
    hint: () => 'rename the policy or that object',
    explain: 'An object without our mark belongs to somebody else and is never overwritten.',
  },
  RP3009: {
    severity: 'error',
    message: ({ object }) => `${object} is marked as generated but was edited by hand`,
    hint: ({ mark }) => `remove the annotation ${mark} to keep it as your own, or delete it to have it generated again`,
    explain:
      'A marked object is written anew at every render, so a change by hand would be lost in silence. No mesh of ours could have written the spec that it has now.',
  },
  RP3010: {
    severity: 'error',
    message: ({ object, policy }) => `${object} was generated from policy ${policy}, which is not in the input`,
    hint: () => 'add the policy to the input, or render with --orphans remove (it goes) or --orphans keep (it stays as it is)',
    explain:
      'Either the policy was deleted, or the input is incomplete. The renderer cannot know which, and removing the object from a production that still wants it would be the worse mistake.',
  },
  RP3011: {
    severity: 'error',
    message: ({ object, policy }) => `${object} carries annotations of policy ${policy}, which is not in the input`,
    hint: () => 'add the policy to the input, or render with --orphans remove (they go) or --orphans keep (they stay as they are)',
    explain: 'The same as RP3010 for annotations on an object of yours: incomplete input must never strip a setting that is in force.',
  },
  RP3012: {
    severity: 'error',
    message: ({ object, key, found, wanted, policy }) =>
      `${object} has ${key}: ${JSON.stringify(found)} by hand, policy ${policy} sets ${JSON.stringify(wanted)}`,
    hint: () => 'remove one of the two, or render with --adopt to let the policy win from now on',
    explain: 'A value that somebody wrote is not overwritten without being asked. Equal values are taken over without a word.',
  },
  RP3013: {
    severity: 'warning',
    message: ({ object, key }) => `${object} lists ${key} as managed, but no mesh writes that annotation; it is left alone`,
    hint: () => 'remove it from the list, and the annotation too if nothing needs it',
    explain: 'Only annotations that a mesh of ours writes are ever removed: a list that was edited must not make us delete foreign ones.',
  },
  RP3014: {
    severity: 'error',
    message: ({ object, service, policy, reason }) =>
      `${object} is attached to Service ${service} and ${reason}, so policy ${policy} cannot be written on it`,
    hint: () => 'split the route: one that has only this Service and port as its parent',
    explain:
      'Linkerd applies the annotations of a route to all its parents and rules. On a route that serves more than the target, they would change traffic that the policy does not govern.',
  },
  RP3015: {
    severity: 'error',
    message: ({ object, key, policy }) => `${object} has ${key} of its own, and policy ${policy} sets retries or timeouts for it`,
    hint: () => 'move the setting into the policy and remove the annotation, or take the section out of the policy',
    explain:
      'Linkerd takes retries and timeouts as all-or-nothing groups: what a route sets hides what the Service sets. Mixing both by hand and by policy leaves nobody sure of what is in force.',
  },
  RP3016: {
    severity: 'error',
    message: ({ object, first, second }) => `policies ${first} and ${second} both generate ${object}`,
    hint: () => 'rename one of the policies',
    explain:
      'Names of generated objects come from the policy, with a suffix for port or method. Two policies of one name for one namespace would write one object.',
  },
  RP3017: {
    severity: 'warning',
    message: ({ object, reason }) => `${object} is written anew, without its comments: ${writtenAnew[reason]?.why ?? reason}`,
    hint: ({ reason }) => writtenAnew[reason]?.fix,
    explain:
      'Annotations are spliced into the text so that nothing else in it changes. Where they are shared through an alias or a merge key, a splice would change other objects or fields, so the object is dumped: same values, no comments. The same holds for a document that needs its directives (`%YAML`, `%TAG`) or stands on the line of its separator, which cannot be moved between other documents, and for members of a List whose lines cannot be cut out of it.',
  },
  RP3018: {
    severity: 'error',
    message: ({ object, found }) => `metadata.annotations of ${object} is ${found}, not a mapping, so nothing can be written on it`,
    hint: () => 'write the annotations as `key: value` lines',
    explain: 'The API server refuses such an object. Replacing the value would lose what somebody wrote.',
  },
  RP3019: {
    severity: 'error',
    message: ({ policy }) => `policy ${policy} has no rendered effect in the manifests`,
    hint: () =>
      'was the renderer run at all? kustomize skips a function without a word when --enable-alpha-plugins stands without --enable-exec',
    explain:
      'No object carries a mark of the renderer that names the policy. Either the renderer was not run on these manifests, which kustomize and a pipeline can do in silence, or it was run on others. The mark keeps the name that the policy had when it was rendered; a prefix or a suffix that kustomize adds before or after that is understood.',
  },
  RP3020: {
    severity: 'error',
    message: () => 'there is no policy to verify',
    hint: () => 'name the policies that the manifests have to show: resilience-renderer verify --policies PATH -',
    explain:
      'Manifests without a policy need no rendering, but a check that has nothing to compare with must not pass: the policies may be what got lost.',
  },
  RP3021: {
    severity: 'error',
    message: ({ policy, mesh }) => `policy ${policy} names the mesh "${mesh}", which is none`,
    hint: ({ nearest, choices }) => (nearest === undefined ? `name one of ${choices}` : `did you mean "${nearest}"? Meshes: ${choices}`),
    explain:
      'The annotation `resilience.auth-platform.github.com/mesh` on a policy says which mesh its target is in, whatever --mesh says. An unknown name is never replaced by a default.',
  },
  RP3022: {
    severity: 'error',
    message: ({ first, second, service }) => `policies ${first} and ${second} name different meshes for Service ${service}`,
    hint: () => 'a Service is in one mesh: let both name it, or one',
    explain: 'All policies of a Service are rendered for one mesh, because its objects are shared by them.',
  },
  RP3023: {
    severity: 'error',
    message: ({ service, policy }) =>
      `nothing in the input says which mesh Service ${service} is in, so policy ${policy} cannot be rendered`,
    hint: ({ ways }) =>
      `put into the input what puts its Namespace or its pods into a mesh (${ways}), annotate the policy with resilience.auth-platform.github.com/mesh, or choose with --mesh`,
    explain:
      'With --mesh auto the mesh of a Service is read from the labels and annotations that make an injector act: on its Namespace, and on the pod templates that it selects. There is no default, because settings for a mesh that is not there are enforced by nobody.',
  },
  RP3024: {
    severity: 'error',
    message: ({ service, evidence }) => `Service ${service} is in more than one mesh: ${evidence}`,
    hint: () => 'take all but one of them away, or annotate its policies with resilience.auth-platform.github.com/mesh',
    explain:
      'With --mesh auto the labels and annotations of the Namespace and of the pod templates must agree about one mesh. What is set on pods beats the Namespace, for each mesh by itself.',
  },
};
