import { type LineChange, lineChanges } from './line-changes.ts';

/** One file to show: its name with `/`, relative to where the patch is applied. */
export interface DiffedFile {
  readonly name: string;
  /** Undefined: it does not exist. */
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
  readonly executable: boolean;
  /** Bytes of `before` that are never shown. */
  readonly secrets?: readonly { readonly from: number; readonly to: number }[];
}

const contextLines = 3;

/** The old lines, and which of them are secret. */
interface OldLines {
  readonly lines: readonly string[];
  isSecret(line: number): boolean;
}

/**
 * The difference as Git writes it, for `git apply` and `patch -p1`. Bytes are compared as Latin-1, so that text in any encoding comes
 * out as it went in. Lines around a change stop at a Secret; a change inside a document that holds one is only named.
 */
export function unifiedDiff({ name, before, after, executable, secrets = [] }: DiffedFile): Buffer {
  const [a, b] = [splitLines(before), splitLines(after)];
  const mode = executable ? '100755' : '100644';
  const kind = before === undefined ? [`new file mode ${mode}`] : after === undefined ? [`deleted file mode ${mode}`] : [];
  const old = { lines: a, isSecret: secretLines(a, secrets) };
  const changes = lineChanges(a, b);
  if (changes.some(({ from, to }) => touchesSecret(old, from, to))) {
    return Buffer.from(`# ${quote(name)} changes in a document that also holds a Secret: not shown\n`);
  }
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

function secretLines(lines: readonly string[], secrets: NonNullable<DiffedFile['secrets']>): OldLines['isSecret'] {
  if (secrets.length === 0) return () => false;
  const found = new Set<number>();
  let [at, next] = [0, 0];
  for (const [i, line] of lines.entries()) {
    while ((secrets[next]?.to ?? at + 1) <= at) next++;
    at += line.length;
    if ((secrets[next]?.from ?? at) < at) found.add(i);
  }
  return (line) => found.has(line);
}

function touchesSecret({ isSecret }: OldLines, from: number, to: number): boolean {
  for (let line = from; line < to; line++) if (isSecret(line)) return true;
  // A line that is put between two of a document is in it.
  return from === to && isSecret(from - 1) && isSecret(from);
}

/** Changes that share their context belong together. */
function groupChanges(changes: readonly LineChange[], old: OldLines): readonly (readonly LineChange[])[] {
  const groups: LineChange[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && change.from - last.to <= 2 * contextLines && !touchesSecret(old, last.to, change.from))
      group.push(change);
    else groups.push([change]);
  }
  return groups;
}

function formatHunk(changes: readonly LineChange[], old: OldLines, b: readonly string[]): string {
  const { lines: a, isSecret } = old;
  const [first, last] = [changes[0] as LineChange, changes.at(-1) as LineChange];
  let head = 0;
  while (head < Math.min(contextLines, first.from) && !isSecret(first.from - head - 1)) head++;
  let tail = 0;
  while (tail < Math.min(contextLines, a.length - last.to) && !isSecret(last.to + tail)) tail++;
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
