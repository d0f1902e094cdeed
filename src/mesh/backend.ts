import type { Report } from '../diagnostics/diagnostic.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import type { GroupKind } from '../model/kinds.ts';
import type { RenderOptions } from '../model/options.ts';
import type { Policy } from '../model/policy.ts';
import type { PolicyField } from '../model/policy-field.ts';
import type { KubeObject, Resource } from '../model/resource.ts';
import type { HttpProtocol, ServiceFacts, ServicePlan, ServicePort } from '../model/service-plan.ts';

/** How a mesh takes one leaf of the policy. What is not native says why, in words that complete "… cannot enforce X: …". */
export type Support =
  | { readonly level: 'native' }
  | { readonly level: 'approximate'; readonly how: string }
  | { readonly level: 'none'; readonly reason: string };

export const native: Support = { level: 'native' };

/** One entry per leaf: a new field of the schema does not compile until every mesh answers for it (design §2). */
export type SupportTable = Readonly<Record<PolicyField, Support>>;

/** What a mesh is told beside the plan. */
export interface MeshContext {
  readonly options: RenderOptions;
  /** `x.y`, one of the backend's versions. */
  readonly version: string;
  readonly inventory: Inventory;
  readonly report: Report;
  /** Says that a leaf is enforced differently here although the mesh takes it as asked in general. `how` completes "approximates X: …". */
  approximate(policy: Policy, field: PolicyField, how: string): void;
  /** Says that a leaf of a policy is not enforced here although the mesh supports it in general; the core decides what follows. */
  lose(policy: Policy, field: PolicyField, reason: string): void;
}

/** Why a target is ignored, in words that follow "on Service X: "; and the object behind it, where it is not the Service itself. */
export interface Ignored {
  readonly reason: string;
  readonly cause?: Resource | undefined;
}

export type PortKind = { readonly http: HttpProtocol } | { readonly reason: string };

/** Annotations for an object of the user's. */
export interface Annotating {
  readonly item: Item;
  readonly resource: Resource;
  readonly values: Readonly<Record<string, string>>;
  readonly policies: readonly Policy[];
}

/** An object to generate; the core adds name marks, labels and ownership. */
export interface Generating {
  readonly object: KubeObject;
  readonly policies: readonly Policy[];
}

export interface MeshOutput {
  readonly annotating: readonly Annotating[];
  readonly generating: readonly Generating[];
}

/** The metadata that decides whether pods are in a mesh. */
export interface MemberMetadata {
  readonly level: 'namespace' | 'pod';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What such metadata says, and by which label or annotation, as `key: value`. */
export interface Membership {
  readonly isMember: boolean;
  readonly by: string;
}

/** A service mesh: everything that is particular to it. Adding one is a folder and a line in registry.ts. */
export interface MeshBackend {
  readonly title: string;
  /** What it writes, as words for a table (docs/meshes.md). */
  readonly writes: string;
  /** Where the mesh itself tells what it has: a page for every loss to lead to. */
  readonly documentation: string;
  /** Kinds of the objects that it generates: no other may ever get an ownerReference. */
  readonly generates: readonly GroupKind[];
  /** Oldest first; the last one is the default. */
  readonly versions: readonly string[];
  /** What this release of the mesh does with each leaf, in the chosen annotation dialect and channel. */
  supports(options: RenderOptions): SupportTable;
  /** Whether a port carries requests, and if not, why. Ports that a policy names are explained to its author. */
  portKind(service: ServiceFacts, port: ServicePort, context: MeshContext): PortKind;
  /** Why the mesh would apply no policy at all to the Service; undefined when it would. */
  ignores(service: ServiceFacts, context: MeshContext): Ignored | undefined;
  render(plan: ServicePlan, context: MeshContext): MeshOutput;
  /**
   * Problems between the outputs of several Services, which a single plan cannot show. Only of Services for the same pods,
   * or which share a name that they write: in a cluster no others are sure to be looked at together (docs/decisions/0013).
   */
  check?(outputs: readonly MeshOutput[], context: MeshContext): void;
  /** How `--mesh auto` recognises its pods; a mesh without it can only be named. */
  readonly members?: {
    /** What to set on a Namespace, as words for a hint. */
    readonly joinBy: string;
    /** Undefined when the metadata says nothing about this mesh. */
    read(metadata: MemberMetadata): Membership | undefined;
  };
  /** Kinds of objects, beside Services and policies, on which it depends what is written and whether it is enforced. */
  readonly reads: readonly GroupKind[];
  /** Labels of Services and Namespaces on which that depends too. */
  readonly labelKeys?: ReadonlySet<string>;
  /** What Namespaces say for their Services, in words that go before "is not known". */
  readonly namespaceSays?: string;
  /** Every annotation key that it may write; no other key is ever removed. */
  readonly annotationKeys: ReadonlySet<string>;
  /** Those of them that no release of the mesh reads: they are written for other tools, so whether they are enforced nobody can tell. */
  readonly unreadKeys: ReadonlySet<string>;
  /** True when a spec (names and namespaces apart) is one that `render` could have written. */
  couldHaveWritten(object: KubeObject): boolean;
}
