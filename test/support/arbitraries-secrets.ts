import fc from 'fast-check';
import { fromText, textOfSegments } from '../../src/model/source.ts';
import { type Mutation, mutate, mutation } from './arbitraries-chaos.ts';

/** A text that nobody may see, in the forms in which it can stand in a manifest. */
export interface Marker {
  readonly plain: string;
  readonly base64: string;
}

/** Digits and both cases, so that no other word of a message looks like a part of it. */
export const marker: fc.Arbitrary<Marker> = fc
  .array(fc.constantFrom(...'bdfghjkmpqtvwxzBDFGHJKMQTVWXZ'), { minLength: 8, maxLength: 8 })
  .map((letters) => letters.map((letter, i) => letter + String((i * 7 + letter.charCodeAt(0)) % 10)).join(''))
  .map((plain) => ({ plain, base64: Buffer.from(plain).toString('base64') }));

/** Longer than two mutations can cut: what stands behind it can become no name, and no kind. */
const filler = `padding: "${'-'.repeat(150)}"`;

/** How a value may be written behind `key: `; the second half is broken, or is more than text to YAML. */
const values: readonly ((mark: string) => string)[] = [
  (mark) => mark,
  (mark) => `"${mark}"`,
  (mark) => `'it''s ${mark}'`,
  (mark) => `|\n      first ${mark}\n      ${mark}: last\n`,
  (mark) => `>-\n      ${mark}\n\n      ${mark}`,
  (mark) => `!!binary ${mark}`,
  (mark) => `&${mark} text`,
  (mark) => `&anchor ${mark}\n    again: *anchor`,
  (mark) => `{nested: {deep: [${mark}, "${mark}"]}}`,
  (mark) => `"\\u0041${mark}"`,
  (mark) => `*${mark}`,
  (mark) => `!${mark}`,
  (mark) => `!${mark}! x`,
  (mark) => `!!${mark} x`,
  (mark) => `!<${mark}> x`,
  (mark) => `"${mark}`,
  (mark) => `'${mark}`,
  (mark) => `"\\${mark}"`,
  (mark) => `@${mark}`,
  (mark) => `\`${mark}`,
  (mark) => `%${mark}`,
  (mark) => `[${mark}`,
  (mark) => `{${mark}: 1, ${mark}: 2}`,
  (mark) => `${mark}: ${mark}`,
  (mark) => `{{ "${mark}" | b64enc }}`,
  (mark) => `{{${mark}}}`,
  // What follows `.Values` is the name of a value, which is shown: no mutation may make one of the marker.
  (mark) => `{{ .Values.password | default (print "${'-'.repeat(150)}" "${mark}") }}`,
  (mark) => `|\n  ${mark}: dedented\n  ${mark}: twice`,
  (mark) => `\t${mark}`,
  (mark) => `? ${mark}\n    : ${mark}`,
  (mark) => `<<: ${mark}`,
  (mark) => `${mark}\n---${mark}`,
  (mark) => `- ${mark}`,
  (mark) => `${mark}\u0000`,
  (mark) => `9${mark}\ud800`,
];

const names = { name: 'basket', namespace: 'shop' };

/** Documents with a value in a place where nobody may see it. */
const carriers: Readonly<Record<string, (value: string, mark: Marker) => string>> = {
  data: (value) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: basket\n  namespace: shop\ndata:\n  ${filler}\n  key: ${value}\n`,
  stringData: (value) => `stringData:\n  ${filler}\n  key: ${value}\nkind: Secret\napiVersion: v1\nmetadata:\n  name: basket\n`,
  wrongCase: (value) => `apiVersion: v1\nkind: secret\nmetadata:\n  name: basket\ndata:\n  ${filler}\n  key: ${value}\n`,
  list: (value) =>
    `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: basket\n  data:\n    ${filler}\n    key: ${value}\n`,
  typedList: (value) =>
    `apiVersion: v1\nkind: SecretList\nitems:\n- metadata:\n    name: basket\n  data:\n    ${filler}\n    key: ${value}\n`,
  sharedList: (value) =>
    `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: basket}\n  data: &all\n    ${filler}\n    key: ${value}\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: other}\n  data: *all\n`,
  json: (_, { plain, base64 }) =>
    JSON.stringify(
      { apiVersion: 'v1', kind: 'Secret', metadata: names, data: { padding: '-'.repeat(150), key: base64, other: plain } },
      null,
      1,
    ),
  jsonList: (_, { plain }) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Secret', metadata: names, stringData: { padding: '-'.repeat(150), key: plain } }],
    }),
  wrapped: (_, { plain, base64 }) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: basket\ndata:\n  ${filler}\n  key: >-\n    ${base64}\n    ${base64}\nstringData: {key: "${plain} \\\n  ${plain}"}\n`,
  lastApplied: (_, { base64 }) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {"kind":"Secret","metadata":{"name":"basket"},"data":{"padding":"${'-'.repeat(150)}","key":"${base64}"}}\n  name: basket\n`,
  annotation: (value) =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: basket\n  namespace: shop\n  annotations:\n    ${filler}\n    note: ${value}\nspec:\n  ports:\n  - {name: http, port: 80}\n`,
  annotationOfPolicy: (value) =>
    `apiVersion: resilience.auth-platform.github.com/v1\nkind: ResiliencePolicy\nmetadata:\n  name: basket\n  namespace: shop\n  annotations:\n    ${filler}\n    note: ${value}\nspec:\n  targetRef: {name: basket}\n  circuitBreaker: {failureThreshold: 3}\n`,
  annotationOfPods: (value) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: basket\n  namespace: shop\nspec:\n  selector: {matchLabels: {app: cart}}\n  template:\n    metadata:\n      labels: {app: cart}\n      annotations:\n        ${filler}\n        linkerd.io/inject: ${value}\n        note: ${value}\n`,
  annotationOfNamespace: (value) =>
    `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  annotations:\n    ${filler}\n    linkerd.io/inject: ${value}\n    config.linkerd.io/opaque-ports: ${value}\n`,
  annotationOfRoute: (value) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: basket\n  namespace: shop\n  annotations:\n    ${filler}\n    note: ${value}\nspec:\n  parentRefs: [{group: "", kind: Service, name: cart, port: 80}]\n  rules: [{timeouts: {request: 3s}}]\n`,
  annotationsNoMap: (value) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: basket\n  annotations:\n  - ${filler}\n  - ${value}\n`,
};

export interface Confidential {
  readonly mark: Marker;
  /** What the carrier is, for the statistics. */
  readonly kind: string;
  readonly text: string;
  /** In the file of the Service that is annotated, behind and before it, or in one of its own. */
  readonly place: 'before' | 'behind' | 'apart';
}

/** A document that carries the marker as data, as it should be or broken. */
export const confidential: fc.Arbitrary<Confidential> = fc
  .record({
    mark: marker,
    kind: fc.constantFrom(...Object.keys(carriers)),
    write: fc.constantFrom(...values),
    encoded: fc.boolean(),
    mutations: fc.oneof(
      { weight: 1, arbitrary: fc.constant<Mutation[]>([]) },
      { weight: 2, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 2 }) },
    ),
    place: fc.constantFrom('before', 'behind', 'apart') satisfies fc.Arbitrary<Confidential['place']>,
  })
  .map(({ mark, kind, write, encoded, mutations, place }) => {
    const text = carriers[kind]?.(write(encoded ? mark.base64 : mark.plain), mark) ?? '';
    const [broken] = mutate([fromText('a.yaml', text)], mutations);
    return { mark, kind, place, text: broken === undefined ? text : textOfSegments([{ file: broken, from: 0, to: broken.size }]) };
  });
