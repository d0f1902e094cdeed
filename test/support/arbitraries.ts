import fc from 'fast-check';
import type { RenderOptions } from '../../src/model/options.ts';
import type { KubeObject } from '../../src/model/resource.ts';
import type { OwnRouteModel } from './arbitraries-beside.ts';
import { buildGovernance, type Flavour, type PolicyModel, policyObject, type RawGovernance } from './arbitraries-governance.ts';
import { type DocumentModel, filesOf, type Packaging, packaging } from './arbitraries-packaging.ts';
import { type Sections, sections } from './arbitraries-policy.ts';
import {
  type AppProtocols,
  buildService,
  type RawService,
  rawServiceWith,
  type ServiceModel,
  serviceNames,
} from './arbitraries-service.ts';
import { type DocumentStyle, documentStyle, writeObject } from './arbitraries-text.ts';
import { ordinaryDocument } from './ordinary-documents.ts';

/** A believable set of manifests, how it is packed, and the options that it is rendered with. */
export interface World {
  readonly services: readonly ServiceModel[];
  readonly policies: readonly PolicyModel[];
  readonly ownRoutes: readonly OwnRouteModel[];
  readonly documents: readonly DocumentModel[];
  readonly packaging: Packaging;
  readonly options: Partial<RenderOptions>;
}

interface RawWorld {
  readonly flavour: Flavour;
  readonly services: readonly { readonly service: RawService; readonly governance: RawGovernance }[];
  readonly styles: readonly DocumentStyle[];
  readonly others: readonly string[];
  readonly ranks: readonly number[];
  readonly leads: readonly string[];
  readonly packaging: Packaging;
}

const flavour: fc.Arbitrary<Flavour> = fc
  .record({
    mesh: fc.constant('linkerd'),
    bare: fc.constantFrom(false, false, false, true),
    defaultNamespace: fc.constantFrom('', 'shop'),
    annotations: fc.constantFrom('upstream', 'upstream', 'upstream', 'operator-v1') satisfies fc.Arbitrary<RenderOptions['annotations']>,
    meshVersion: fc.constantFrom(undefined, undefined, '2.16', '2.17', '2.18', '2.19', '2.20'),
    lossy: fc.boolean(),
    names: fc.nat({ max: 3 }),
    order: fc.constantFrom('apply', 'apply', 'input') satisfies fc.Arbitrary<RenderOptions['order']>,
    output: fc.constantFrom('yaml', 'yaml', 'yaml', 'yaml', 'json') satisfies fc.Arbitrary<RenderOptions['output']>,
    allowCrossNamespace: fc.boolean(),
  })
  // The document of operator-v1 has no key for most fields.
  .map((each) => (each.annotations === 'operator-v1' ? { ...each, lossy: true } : each));

const channel = fc.constantFrom('standard', 'experimental', 'experimental', 'experimental') satisfies fc.Arbitrary<
  RenderOptions['gatewayChannel']
>;

/** Other meshes lose some leaf of nearly every policy, and have no dialect of annotations. */
const flavourOf = (mesh: string): fc.Arbitrary<Flavour> =>
  mesh === 'linkerd'
    ? flavour
    : fc
        .tuple(flavour, channel)
        .map(([each, gatewayChannel]) => ({ ...each, mesh, gatewayChannel, lossy: true, annotations: 'upstream', meshVersion: undefined }));

const governance: fc.Arbitrary<RawGovernance> = fc.record({
  mode: fc.constantFrom('all', 'all', 'all', 'all', 'each', 'each', 'each', 'one', 'one', 'none'),
  sections: fc.tuple(sections, sections, sections),
  away: fc.constantFrom(false, false, false, true),
  own: fc.constantFrom('none', 'none', 'none', 'ports', 'first', 'whole'),
  servers: fc.constantFrom(false, false, true),
  spare: fc.boolean(),
});

/** A route of the user's on a governed Service is an error on meshes that cannot annotate it. */
const governanceOf = (mesh: string): fc.Arbitrary<RawGovernance> =>
  mesh === 'linkerd' ? governance : governance.map((each) => ({ ...each, own: 'none' }));

const rawWorld = (mesh: string, appProtocols: AppProtocols): fc.Arbitrary<RawWorld> =>
  fc.record({
    flavour: flavourOf(mesh),
    services: fc.array(fc.record({ service: rawServiceWith(appProtocols), governance: governanceOf(mesh) }), {
      minLength: 1,
      maxLength: 4,
      size: 'max',
    }),
    styles: fc.array(documentStyle, { minLength: 3, maxLength: 9 }),
    others: fc.array(ordinaryDocument, { maxLength: 3 }),
    ranks: fc.array(fc.nat({ max: 99 }), { minLength: 4, maxLength: 16 }),
    leads: fc.array(fc.constantFrom('', '', '', '# Copyright\n', '# "a: b"\n\n'), { minLength: 2, maxLength: 5 }),
    packaging,
  });

/** Worlds to be rendered for a mesh. */
export function worldFor(mesh: string, appProtocols: AppProtocols = {}): fc.Arbitrary<World> {
  return rawWorld(mesh, appProtocols).map(buildWorld);
}

export const world: fc.Arbitrary<World> = worldFor('linkerd');

function buildWorld(raw: RawWorld): World {
  const { flavour: how } = raw;
  const services = raw.services.map(({ service }, i) =>
    buildService(service, serviceNames[i] ?? 'x', how.bare ? '' : (['shop', 'pay', '123'][service.place] ?? '')),
  );
  const governed = buildGovernance(
    services.map((service, i) => ({ service, raw: raw.services[i]?.governance as RawGovernance })),
    how,
  );
  const styleAt = (i: number): DocumentStyle => raw.styles[i % raw.styles.length] as DocumentStyle;
  const objects = [...services.map(({ object }) => object), ...governed.ownRoutes.map(({ object }) => object), ...governed.others];
  const drafts: readonly Omit<DocumentModel, 'lead'>[] = [
    ...objects.map((object, i) => ({ text: writeObject(withNone(object, styleAt(i)), styleAt(i)) })),
    ...governed.policies.map((policy, i) => ({ text: writeObject(policyObject(policy), styleAt(i + 2)), policy: i })),
    // Names of their own, so that no two documents are one object.
    ...raw.others.map((text, i) => ({ text: text.replace(/\bname: x-/, `name: x${i}-`) })),
  ];
  const rank = (i: number): number => raw.ranks[i % raw.ranks.length] ?? 0;
  const order = drafts.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || a - b);
  const documents = order.map((i, at) => ({ ...(drafts[i] as DocumentModel), lead: raw.leads[at % raw.leads.length] ?? '' }));
  const { mesh, gatewayChannel, order: outputOrder, output, annotations, meshVersion, defaultNamespace, lossy, allowCrossNamespace } = how;
  const options = {
    mesh,
    ...(gatewayChannel === undefined ? {} : { gatewayChannel }),
    order: outputOrder,
    output,
    annotations,
    meshVersion,
    namespace: defaultNamespace,
    allowLoss: lossy ? (['all'] as const) : [],
    allowCrossNamespace,
  };
  const built = { services, policies: governed.policies, ownRoutes: governed.ownRoutes, documents, packaging: raw.packaging, options };
  return Object.assign(built, { [fc.toStringMethod]: () => showWorld(built) });
}

/** What a failing law shows: the files and the options, from which the case can be run again. */
function showWorld({ documents, packaging: how, options }: World): string {
  const files = filesOf(documents, how).map(({ path, size, read }) => `${path}: ${JSON.stringify(read(0, size).toString())}`);
  return `${JSON.stringify(options)}\n${files.join('\n')}\n`;
}

/** `annotations: null` and `annotations: {}` are what some tools write for none. */
function withNone(object: ServiceModel['object'], { none }: DocumentStyle): ServiceModel['object'] {
  const metadata = object['metadata'] as ServiceModel['object'];
  if (none === 'absent' || 'annotations' in metadata) return object;
  return { ...object, metadata: { ...metadata, annotations: none === 'null' ? null : {} } };
}

/** What is to become of some policies: other sections, or nothing. */
export type PolicyChanges = ReadonlyMap<number, Sections | undefined>;

/** The same world with some policies changed or taken out; every other byte stays. */
export function withPolicies(given: World, changes: PolicyChanges): readonly DocumentModel[] {
  return given.documents.flatMap((document) => {
    const { policy: index } = document;
    if (index === undefined || !changes.has(index)) return [document];
    const object = changedPolicy(given, index, changes.get(index));
    return object === undefined ? [] : [{ ...document, text: `${JSON.stringify(object)}\n` }];
  });
}

/** One policy of a world with other sections. */
export function changedPolicy({ policies }: World, index: number, changed: Sections | undefined): KubeObject | undefined {
  const policy = policies[index];
  return policy === undefined || changed === undefined ? undefined : policyObject({ ...policy, sections: changed });
}
