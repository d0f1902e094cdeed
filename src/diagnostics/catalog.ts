import { type ArgocdCodes, argocdCodes } from './catalog/argocd.ts';
import { type FrontendCodes, frontendCodes } from './catalog/frontend.ts';
import { type GatewayApiCodes, gatewayApiCodes } from './catalog/gateway-api.ts';
import { type ImportCodes, importCodes } from './catalog/import.ts';
import { type IstioCodes, istioCodes } from './catalog/istio.ts';
import { type KrmCodes, krmCodes } from './catalog/krm.ts';
import { type LimitCodes, limitCodes } from './catalog/limits.ts';
import { type MeshCodes, meshCodes } from './catalog/mesh.ts';
import { type ObjectCodes, objectCodes } from './catalog/object.ts';
import { type PathCodes, pathCodes } from './catalog/paths.ts';
import { type ReadCodes, readCodes } from './catalog/read.ts';
import { type RelationCodes, relationCodes } from './catalog/relations.ts';
import { type ReporterCodes, reporterCodes } from './catalog/reporter.ts';
import { type WriteCodes, writeCodes } from './catalog/write.ts';
import type { Catalog } from './code-entry.ts';

/** The words that each code's message needs. */
interface Codes
  extends ReadCodes,
    LimitCodes,
    ObjectCodes,
    RelationCodes,
    MeshCodes,
    IstioCodes,
    GatewayApiCodes,
    FrontendCodes,
    WriteCodes,
    PathCodes,
    ArgocdCodes,
    KrmCodes,
    ReporterCodes,
    ImportCodes {}

export type Code = keyof Codes;
export type ArgsOf<C extends Code> = Codes[C];

/** Every code: a code is never renumbered or used for something else (docs/decisions/0003). */
export const catalog: Catalog<Codes> = {
  ...readCodes,
  ...limitCodes,
  ...objectCodes,
  ...relationCodes,
  ...meshCodes,
  ...istioCodes,
  ...gatewayApiCodes,
  ...frontendCodes,
  ...writeCodes,
  ...pathCodes,
  ...argocdCodes,
  ...krmCodes,
  ...reporterCodes,
  ...importCodes,
};
