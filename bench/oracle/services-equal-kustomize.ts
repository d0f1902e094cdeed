import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';
import { type Bench, sizeOf } from '../bench.ts';
import { pairedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { writePatchedServices } from '../corpus/write-kustomization.ts';
import { renderer } from '../measure/command.ts';
import { runCommand } from '../measure/run-command.ts';
import { findPeer, missingPeer } from '../peers.ts';
import type { Result } from '../report/result.ts';

const label = 'annotated Services deep-equal those that kustomize patches';

interface Loaded {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
}

/** The same annotations, by a policy and by a strategic-merge patch that was written by hand. */
export function servicesEqualKustomize(bench: Bench): Result {
  const kubectl = findPeer('kubectl');
  if (kubectl === undefined) return missingPeer(label, 'kubectl');
  bench.say(label);
  const count = sizeOf(bench, 1000, 50);
  const { path } = writeFileOf(join(bench.directory, 'pairs.yaml'), pairedDocuments(count));
  const [ours, theirs] = [join(bench.directory, 'ours.yaml'), join(bench.directory, 'theirs.yaml')];
  runCommand({ ...renderer('render', path), stdout: ours });
  runCommand({ argv: [kubectl, 'kustomize', writePatchedServices(join(bench.directory, 'kustomize'), count)], stdout: theirs });
  return compareServices(readServices(ours), { expected: readServices(theirs), count });
}

type Services = ReadonlyMap<string, unknown>;

/** Exported for its test: an oracle has to be able to fail. */
export function compareServices(found: Services, { expected, count }: { readonly expected: Services; readonly count: number }): Result {
  const different = [...expected].filter(([name, service]) => !isDeepStrictEqual(found.get(name), service)).map(([name]) => name);
  const holds = different.length === 0 && expected.size === count && found.size === count;
  const detail =
    different.length > 0
      ? `${different.length} differ, the first is ${different[0]}`
      : `${found.size} of ours, ${expected.size} of kustomize, ${count} wanted`;
  return { type: 'verdict', label, holds, detail };
}

function readServices(path: string): Services {
  const objects = loadAll(readFileSync(path, 'utf8')) as readonly Loaded[];
  const services = objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service');
  return new Map(services.map((service) => [service.metadata?.name ?? '', service]));
}
