import { listAt, stringAt } from '../../../model/resource.ts';
import { codeOf } from '../transport/api-error.ts';
import type { Transport } from '../transport/transport.ts';
import { basePath, type TargetKind } from './target.ts';

/** The newest version in which the server serves a kind; undefined while it does not, as before its CRD is installed. */
export async function discoverVersion(kind: TargetKind, transport: Transport, signal: AbortSignal): Promise<string | undefined> {
  for (const version of kind.versions) {
    try {
      const found = await transport.request({ verb: 'get', path: basePath(kind.group, version), signal });
      if (listAt(found, ['resources']).some((resource) => stringAt(resource, ['name']) === kind.plural)) return version;
    } catch (error) {
      if (codeOf(error) !== 404) throw error;
    }
  }
  return undefined;
}
