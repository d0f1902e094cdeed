import { runPeer } from './peers.ts';

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** An object as kubectl reads it. */
export interface Viewed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: Metadata;
}

export interface View {
  readonly objects: readonly Viewed[];
  /** kubectl's complaints: it goes on after an object that it cannot read. */
  readonly complaints: string;
}

/** What kubectl makes of the manifests in `text`, with no cluster at hand. */
export function viewOf(text: string): View {
  const { stdout, stderr } = runPeer('kubectl', ['annotate', '--local', '--overwrite', '-f', '-', '-o', 'json', 'lossless=check'], text);
  // Objects follow each other, printed over several lines: a brace in the first column closes one.
  const texts = stdout.split(/(?<=^\}\n)/m).filter((json) => json !== '');
  const objects = texts.map((json): Viewed => JSON.parse(json));
  // It prints what it complains of, too.
  return { objects: objects.filter(({ apiVersion, kind }) => apiVersion !== undefined && kind !== undefined), complaints: stderr };
}

export function metadataOf(object: Viewed): Metadata {
  return object.metadata ?? {};
}

export function identityOf(object: Viewed): string {
  const { name = '', namespace = '' } = metadataOf(object);
  const slash = object.apiVersion.indexOf('/');
  return [object.apiVersion.slice(0, Math.max(slash, 0)), object.kind, namespace, name].join(' ');
}
