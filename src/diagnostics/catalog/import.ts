import type { Catalog } from '../code-entry.ts';

/** RP4050 to RP4069: what `import` makes of the objects of a mesh. The words that each message needs. */
export interface ImportCodes {
  readonly RP4050: { object: string; policies: string; next: 'remove' | 'adopt' | 'keys' | 'part' };
  readonly RP4051: { object: string; policies: string };
  readonly RP4052: { object: string; field: string; hint: string | undefined };
  readonly RP4053: { object: string; service: string; port: number | undefined; policy: string };
  readonly RP4054: { object: string; field: string; how: string };
  readonly RP4055: { object: string; field: string; rest: string };
  readonly RP4056: { leaf: string; first: string; second: string };
  readonly RP4057: { object: string; field: string; reason: string };
  readonly RP4058: { object: string; service: string };
  readonly RP4059: { object: string; reason: string };
  readonly RP4060: { object: string; service: string };
  readonly RP4061: Record<never, never>;
  readonly RP4062: { service: string; ports: string };
  readonly RP4063: { object: string; field: string; conditions: string };
}

/** What has to become of an object before policies that say the same are rendered beside it. */
const nextStep = {
  remove: 'remove it when what is rendered from the policies takes its place',
  adopt: 'leave it as it is: values that are equal become those of the policy, render --adopt replaces others',
  keys: 'remove its retry.linkerd.io and timeout.linkerd.io annotations, which the routes of a policy would hide',
  part: 'for Linkerd, take the timeouts and retry out of it; for any other mesh, remove it',
} as const;

export const importCodes: Catalog<ImportCodes> = {
  RP4050: {
    severity: 'info',
    message: ({ object, policies }) => `${object} becomes ${policies}`,
    hint: ({ next }) => nextStep[next],
    explain:
      'What the object says of retries, timeouts and endpoints is now said by policies. Nothing is changed on disk: objects and policies that say the same twice are refused when they are rendered.',
  },
  RP4051: {
    severity: 'info',
    message: ({ object, policies }) => `${object} comes from ${policies} of the input: there is nothing to import`,
    explain: 'The object, or its annotations, were generated from policies that are in the input. They are what it would be imported to.',
  },
  RP4052: {
    severity: 'warning',
    message: ({ object, field }) => `${field} of ${object} has no equal in a policy and is not imported`,
    hint: ({ hint }) => hint,
    explain:
      'A ResiliencePolicy says what every mesh has a word for. What only one mesh knows, and what decides where requests go or what is in them, stays with the objects of that mesh.',
  },
  RP4053: {
    severity: 'warning',
    message: ({ object, service, port, policy }) =>
      `policy ${policy} of the input governs ${port === undefined ? '' : `port ${port} of `}Service ${service} already: ${object} is not imported there`,
    hint: () => 'compare the two; take the policy out of the input to see what would be imported',
    explain: 'One port of a Service is governed by one policy, so that a second one for it could not be rendered.',
  },
  RP4054: {
    severity: 'warning',
    message: ({ object, field, how }) => `${field} of ${object} is imported approximately: ${how}`,
    explain: 'The policy says something near to what the object says; the message says what differs.',
  },
  RP4055: {
    severity: 'warning',
    message: ({ object, field, rest }) =>
      `${field} of ${object} sets retries or timeouts for some requests alone, which a policy cannot; ${
        rest === '' ? 'nothing is imported for the others' : `what is imported is that of ${rest}, for all requests`
      }`,
    hint: () => 'set what holds for all requests in the policy, or split the Service',
    explain:
      'A policy governs a port as a whole. Retries alone can be limited to methods (retry.methods); paths and headers cannot be told apart.',
  },
  RP4056: {
    severity: 'error',
    message: ({ leaf, first, second }) => `${second} and ${first} set ${leaf} to different values for one port`,
    hint: () => 'leave out the object that is not in force, or import one mesh at a time',
    explain: 'Which of the two is in force depends on the mesh, or on which object is older. It is not guessed.',
  },
  RP4057: {
    severity: 'warning',
    message: ({ object, field, reason }) => `${field} of ${object} is not imported: ${reason}`,
    explain: 'The value has no effect today, or is one that a policy does not take.',
  },
  RP4058: {
    severity: 'warning',
    message: ({ object, service }) =>
      `${object} splits the traffic of Service ${service}, which is not what a policy does: it is not imported`,
    hint: () => 'write an HTTPRoute whose parent is the Service, with one of weighted backendRefs for each backend',
    explain:
      'SMI is archived, and knows neither retries nor timeouts nor breakers. With Linkerd a TrafficSplit becomes a ServiceProfile, which switches all of these off for its Service, so that it has to go before policies take effect.',
  },
  RP4059: {
    severity: 'warning',
    message: ({ object, reason }) => `${object} is left out: ${reason}`,
    explain: 'A policy governs a Service of the cluster for its callers in the mesh. What is about anything else has no place in one.',
  },
  RP4060: {
    severity: 'warning',
    message: ({ object, service }) => `Service ${service}, which ${object} is about, is not in the input: its ports are not known`,
    hint: () => 'add its manifest to the paths that are imported; rendering needs it too',
    explain:
      'A policy without a port governs all HTTP ports of its Service. Without the Service, policies are written for the ports that objects name.',
  },
  RP4061: {
    severity: 'warning',
    message: () => 'the input holds nothing that could be imported',
    hint: () => 'give manifests with VirtualServices, DestinationRules, ServiceProfiles, annotated Services, or routes with timeouts',
    explain: 'No object of the input says anything of a Service that a policy could say.',
  },
  RP4062: {
    severity: 'error',
    message: ({ service, ports }) =>
      `settings for all ports of Service ${service} and others for port ${ports} cannot be told apart: the Service is not in the input`,
    hint: () => 'add its manifest to the paths that are imported',
    explain: 'Which ports the others are is written in the Service alone, and a policy for all ports beside one for a port is refused.',
  },
  RP4063: {
    severity: 'warning',
    message: ({ object, field, conditions }) => `${field} of ${object} names conditions that a policy does not have: ${conditions}`,
    explain:
      'Policies retry on HTTP codes and gRPC statuses, which every mesh sees. Conditions of Envoy about connections and headers have no equal elsewhere.',
  },
};
