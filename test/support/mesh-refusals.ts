import { type MeshFixture, meshFixtures } from './mesh-fixtures.ts';

/**
 * Who judges objects: `definitions` are the CRDs with the API server's code, `istio` is Istio's validation and analysis, `model`
 * are the validators of @kubernetes-models, `grammar` is mesh-grammar.ts.
 */
export type MeshOracle = 'definitions' | 'istio' | 'model' | 'grammar';

/** One change to a fixture that makes it wrong, and what the oracles that see it say. */
export interface MeshRefusal {
  readonly name: string;
  readonly fixture: MeshFixture;
  readonly text: string;
  readonly by: Readonly<Partial<Record<MeshOracle, RegExp>>>;
}

type Change = readonly [from: string | RegExp, to: string];

function refusal(fixture: MeshFixture, name: string, [from, to]: Change, by: MeshRefusal['by']): MeshRefusal {
  const text = fixture.text.replace(from, to);
  if (text === fixture.text) throw new Error(`${name}: ${from} is not in the fixture`);
  return { name, fixture, text, by };
}

/** A second object of a kind beside the first. */
function doubled(fixture: MeshFixture, kind: string): string {
  const found = fixture.text.split('---\n').find((document) => document.includes(`kind: ${kind}\n`)) ?? '';
  return `${fixture.text}---\n${found.replace('{name: web,', '{name: web-again,')}`;
}

const { istio, ambient, gateway, gatewayExperimental } = meshFixtures;

export const meshRefusals: readonly MeshRefusal[] = [
  refusal(istio, 'no attempts, yet a condition', ['{attempts: 3, perTryTimeout: 1500ms, ', '{attempts: 0, '], {
    istio: /IST0106 VirtualService shop\/web: .*retry policy configured when attempts are set to 0/,
    grammar: /attempts 0 with retryOn/,
  }),
  refusal(istio, 'no attempts, yet a time for each', ['{attempts: 0}', '{attempts: 0, perTryTimeout: 1s}'], {
    istio: /retry policy configured when attempts are set to 0/,
    grammar: /attempts 0 with perTryTimeout/,
  }),
  refusal(istio, 'attempts as text', ['attempts: 3', 'attempts: "three"'], {
    definitions: /spec\.http\[0\]\.retries\.attempts/,
    model: /retries\/attempts must be integer/,
    grammar: /retries\.attempts/,
  }),
  refusal(istio, 'a timeout of zero', ['timeout: 10s', 'timeout: 0s'], {
    definitions: /spec\.http\[0\]\.timeout.*greater than 1ms/,
    istio: /duration must be greater than 1ms/,
    grammar: /http\[0\]\.timeout: 0s/,
  }),
  refusal(istio, 'a timeout without a unit', ['timeout: 10s', 'timeout: "10"'], {
    definitions: /spec\.http\[0\]\.timeout/,
    grammar: /http\[0\]\.timeout: 10/,
  }),
  refusal(istio, 'half a millisecond', ['1500ms', '1500.5ms'], {
    istio: /only durations to ms precision/,
    grammar: /perTryTimeout: 1500\.5ms/,
  }),
  refusal(istio, 'a condition after a space', ['"5xx,429"', '"5xx, 429"'], {
    istio: /" 429" is not a valid retryOn policy/,
    grammar: /retryOn: " 429"/,
  }),
  refusal(istio, 'a condition in capitals', ['"5xx,429"', '"5XX,429"'], {
    istio: /"5XX" is not a valid retryOn policy/,
    grammar: /retryOn: "5XX"/,
  }),
  refusal(istio, 'a code without a name', ['"5xx,429"', '"5xx,499"'], {
    istio: /"499" is not a valid retryOn policy/,
    grammar: /retryOn: "499"/,
  }),
  refusal(istio, 'a range of codes', ['"5xx,429"', '"500-504"'], {
    istio: /"500-504" is not a valid retryOn policy/,
    grammar: /retryOn: "500-504"/,
  }),
  {
    name: 'two VirtualServices for one host',
    fixture: istio,
    text: doubled(istio, 'VirtualService'),
    by: { istio: /IST0109/, grammar: /2 VirtualServices/ },
  },
  {
    name: 'two DestinationRules for one host',
    fixture: istio,
    text: doubled(istio, 'DestinationRule'),
    by: { grammar: /2 DestinationRules/ },
  },
  refusal(ambient, 'a VirtualService beside a route', [/$/, `---\n${istio.text.split('---\n')[2]}`], {
    grammar: /VirtualService and routes/,
  }),
  refusal(istio, 'a host that is no Service', [/host: web\.shop/g, 'host: wbe.shop'], {
    istio: /IST0101 VirtualService shop\/web: Referenced host not found/,
  }),
  refusal(istio, 'a port that the Service does not have', ['port: {number: 80}}}]', 'port: {number: 81}}}]'], {
    istio: /IST0101 VirtualService shop\/web: Referenced host:port not found/,
  }),
  refusal(istio, 'the spelling of another mesh', ['consecutive5xxErrors: 5', 'consecutive5XxErrors: 5'], {
    definitions: /consecutive5XxErrors/,
    istio: /unknown field "consecutive5XxErrors"/,
  }),
  refusal(istio, 'a negative threshold', ['consecutive5xxErrors: 5', 'consecutive5xxErrors: -1'], {
    definitions: /consecutive5xxErrors/,
    istio: /DestinationRule shop\/web/,
    model: /consecutive5xxErrors must be >= 0/,
    grammar: /consecutive5xxErrors: -1/,
  }),
  refusal(istio, 'more than all endpoints', ['maxEjectionPercent: 100', 'maxEjectionPercent: 200'], {
    istio: /percentage 200 is not in range/,
    grammar: /maxEjectionPercent: 200/,
  }),
  refusal(istio, 'a share of ejected endpoints that is left to Envoy', [', maxEjectionPercent: 100', ''], {
    grammar: /maxEjectionPercent/,
  }),
  refusal(istio, 'an interval of zero', ['interval: 10s', 'interval: 0s'], {
    definitions: /outlierDetection\.interval/,
    istio: /DestinationRule shop\/web: .*duration must be greater than 1ms/,
    grammar: /outlierDetection\.interval: 0s/,
  }),
  refusal(istio, 'two load balancers at once', ['{consistentHash:', '{simple: RANDOM, consistentHash:'], {
    definitions: /loadBalancer/,
    model: /loadBalancer/,
  }),
  refusal(gateway, 'a retry in the standard channel', ['1s500ms}\n', '1s500ms}\n    retry: {attempts: 2}\n'], { definitions: /retry/ }),
  refusal(gateway, 'a decimal duration', ['request: 10s', 'request: 1.5s'], {
    definitions: /timeouts\.request/,
    model: /timeouts\/request must match pattern/,
    grammar: /timeouts\.request: 1\.5s/,
  }),
  refusal(gateway, 'a try that outlasts the request', ['backendRequest: 1s500ms', 'backendRequest: 11s'], {
    definitions: /backendRequest/,
    grammar: /backendRequest 11s outlasts request 10s/,
  }),
  refusal(gateway, 'a parent without its group', ['parentRefs: [{group: "", ', 'parentRefs: [{'], { grammar: /parentRefs\[0\]/ }),
  refusal(gatewayExperimental, 'no attempts', ['attempts: 3', 'attempts: 0'], { definitions: /attempts/, grammar: /retry\.attempts: 0/ }),
  refusal(gatewayExperimental, 'a code that is no failure', ['[500, ', '[200, '], {
    definitions: /codes\[0\]/,
    model: /codes\/0 must be >= 400/,
    grammar: /codes: 200/,
  }),
  refusal(gatewayExperimental, 'a code twice', ['429]', '500]'], { definitions: /codes/, grammar: /codes: 500 twice/ }),
  refusal(gatewayExperimental, 'a code that Go cannot name', ['429]', '499]'], { grammar: /codes: 499/ }),
  refusal(gatewayExperimental, 'a backoff in microseconds', ['100ms', '100us'], {
    definitions: /backoff/,
    model: /backoff must match pattern/,
    grammar: /retry\.backoff: 100us/,
  }),
];
