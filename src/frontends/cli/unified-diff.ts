import type { Confidentiality } from '../../render-in-place.ts';
import { type LineChange, lineChanges } from './line-changes.ts';

/** One file to show: its name with `/`, relative to where the patch is applied. */
export interface DiffedFile {
  readonly name: string;
  /** Undefined: it does not exist. */
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
  readonly executable: boolean;
  /** Says which bytes of a version are never shown, and why. */
  findConfidential(bytes: Buffer): (from: number, to: number) => Confidentiality | undefined;
}

const contextLines = 3;

/** The lines of one version, and which of them are never shown. */
interface Version {
  readonly lines: readonly string[];
  whyHidden(line: number): Confidentiality | undefined;
}

const reasons: Readonly<Record<Confidentiality, string>> = {
  secret: 'in a document that also holds a Secret, or cannot be read',
  annotation: 'beside an annotation of somebody else',
};

/**
 * The difference as Git writes it, for `git apply` and `patch -p1`. Bytes are compared as Latin-1, so that text in any encoding comes
 * out as it went in. Lines around a change stop at what is confidential; a change in it, or with nothing but that behind it, is only named.
 */
export function unifiedDiff({ name, before, after, executable, findConfidential }: DiffedFile): Buffer {
  const [old, young] = [openVersion(before, findConfidential), openVersion(after, findConfidential)];
  const [a, b] = [old.lines, young.lines];
  const mode = executable ? '100755' : '100644';
  const kind = before === undefined ? [`new file mode ${mode}`] : after === undefined ? [`deleted file mode ${mode}`] : [];
  const changes = lineChanges(a, b);
  const why = first(changes, (change) => whyNotShown(change, old, young));
  if (why !== undefined) return Buffer.from(`# ${quote(name)} changes ${reasons[why]}: not shown\n`);
  const hunks = groupChanges(changes, old).map((group) => formatHunk(group, old, b));
  // Without a hunk (an empty file comes or goes), these two lines would be an error.
  const names =
    hunks.length === 0
      ? []
      : [`--- ${before === undefined ? '/dev/null' : named('a/', name)}`, `+++ ${after === undefined ? '/dev/null' : named('b/', name)}`];
  const head = [`diff --git ${quote(`a/${name}`)} ${quote(`b/${name}`)}`, ...kind, ...names];
  return Buffer.concat([Buffer.from(`${head.join('\n')}\n`), Buffer.from(hunks.join(''), 'latin1')]);
}

function splitLines(bytes: Buffer | undefined): readonly string[] {
  return bytes?.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A tab ends a name with a space in it, or readers would take what follows the space for a date. */
function named(prefix: 'a/' | 'b/', name: string): string {
  const quoted = quote(prefix + name);
  return quoted.includes(' ') && !quoted.startsWith('"') ? `${quoted}\t` : quoted;
}

/** Names that would end early, or harm a terminal, are quoted as Git quotes them: in octal. */
function quote(name: string): string {
  const unsafe = /[\p{Cc}"\\\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
  if (!unsafe.test(name)) return name;
  const octal = (char: string): string => [...Buffer.from(char)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `"${name.replace(unsafe, (char) => (char === '"' || char === '\\' ? `\\${char}` : octal(char)))}"`;
}

function openVersion(bytes: Buffer | undefined, findConfidential: DiffedFile['findConfidential']): Version {
  const lines = splitLines(bytes);
  const starts = [0];
  for (const [i, line] of lines.entries()) starts.push((starts[i] as number) + line.length);
  const whyHidden = bytes && findConfidential(bytes);
  return { lines, whyHidden: (line) => whyHidden?.(starts[line] ?? 0, starts[line + 1] ?? 0) };
}

function first<T, U>(items: readonly T[], find: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** No reader of patches takes a hunk that ends with its change, except at the end of the file. */
function whyNotShown({ from, to, newFrom, newTo }: LineChange, old: Version, young: Version): Confidentiality | undefined {
  const behind = to < old.lines.length ? old.whyHidden(to) : undefined;
  return behind ?? whyAnyHidden(old, from, to) ?? whyAnyHidden(young, newFrom, newTo);
}

function whyAnyHidden({ whyHidden }: Version, from: number, to: number): Confidentiality | undefined {
  for (let line = from; line < to; line++) {
    const why = whyHidden(line);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Changes that share their context belong together. */
function groupChanges(changes: readonly LineChange[], old: Version): readonly (readonly LineChange[])[] {
  const groups: LineChange[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && change.from - last.to <= 2 * contextLines && !whyAnyHidden(old, last.to, change.from))
      group.push(change);
    else groups.push([change]);
  }
  return groups;
}

function formatHunk(changes: readonly LineChange[], old: Version, b: readonly string[]): string {
  const { lines: a, whyHidden } = old;
  const [first, last] = [changes[0] as LineChange, changes.at(-1) as LineChange];
  let tail = 0;
  while (tail < Math.min(contextLines, a.length - last.to) && !whyHidden(last.to + tail)) tail++;
  // GNU patch looks for a hunk with more lines before than behind at the end of the file alone.
  const most = last.to + tail < a.length ? Math.min(tail, first.from) : Math.min(contextLines, first.from);
  let head = 0;
  while (head < most && !whyHidden(first.from - head - 1)) head++;
  const lines: string[] = [];
  let at = first.from - head;
  for (const { from, to, newFrom, newTo } of changes) {
    lines.push(mark(' ', a, [at, from]), mark('-', a, [from, to]), mark('+', b, [newFrom, newTo]));
    at = to;
  }
  lines.push(mark(' ', a, [at, last.to + tail]));
  const range = formatRange(first.from - head, last.to + tail);
  return `@@ -${range} +${formatRange(first.newFrom - head, last.newTo + tail)} @@\n${lines.join('')}`;
}

function mark(sign: ' ' | '-' | '+', lines: readonly string[], [from, to]: readonly [number, number]): string {
  const marked = lines
    .slice(from, to)
    .map((line) => (line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`));
  return marked.join('');
}

/** An empty range names the line before it. */
function formatRange(from: number, to: number): string {
  return to === from ? `${from},0` : `${from + 1}${to - from === 1 ? '' : `,${to - from}`}`;
}
