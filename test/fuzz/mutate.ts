import { parseDocument } from 'yaml';
import { hostileDocuments, hostileLines, hostileTokens } from './snippets.ts';

/**
 * One change of a text. Numbers, so that they can be drawn and remembered; places and lengths are taken modulo what the text has.
 */
export interface Change {
  /** A name of `edits`. */
  readonly kind: string;
  readonly at: number;
  readonly length: number;
  readonly pick: number;
}

type Edit = (lines: readonly string[], change: Change) => readonly string[];

const place = (lines: readonly string[], at: number): number => (lines.length === 0 ? 0 : at % lines.length);
const indentOf = (line = ''): string => /^[ ]*(?:- )?/.exec(line)?.[0].replace('-', ' ') ?? '';

/** The line and those below it that stand deeper. */
function blockAt(lines: readonly string[], from: number): number {
  const depth = indentOf(lines[from]).length;
  let to = from + 1;
  while (to < lines.length && (lines[to]?.trim() === '' || indentOf(lines[to]).length > depth)) to++;
  return to;
}

/** Replaces `count` lines from a place on. */
const put = (lines: readonly string[], [at, count]: readonly [number, number], texts: readonly string[]): readonly string[] => [
  ...lines.slice(0, at),
  ...texts,
  ...lines.slice(at + count),
];

const hostileLine = (pick: number): string => hostileLines[pick % hostileLines.length] ?? '';
const hostileToken = (pick: number): string => hostileTokens[pick % hostileTokens.length] ?? '';

/** Everything between two separators around a line. */
function documentAt(lines: readonly string[], at: number): readonly [number, number] {
  let from = at;
  while (from > 0 && !/^---/.test(lines[from - 1] ?? '')) from--;
  let to = at;
  while (to < lines.length && !/^---/.test(lines[to] ?? '')) to++;
  return [from, to - from];
}

/** A block or document written in another style by another library; as it was where that cannot read it. */
function restyle(texts: readonly string[], how: 'flow' | 'json' | 'quoted' | 'folded'): readonly string[] {
  const document = parseDocument(texts.join('\n'), { logLevel: 'silent', uniqueKeys: false });
  if (document.errors.length > 0 || document.contents === null) return texts;
  try {
    if (how === 'json') return JSON.stringify(document.toJS({ maxAliasCount: 20 }), null, texts.length % 3).split('\n');
    if (how === 'flow') Object.assign(document.contents, { flow: true });
    const defaults =
      how === 'quoted' ? { defaultStringType: 'QUOTE_DOUBLE' } : how === 'folded' ? { defaultStringType: 'BLOCK_FOLDED' } : {};
    return document
      .toString({ lineWidth: how === 'folded' ? 20 : 0, ...(defaults as object) })
      .trimEnd()
      .split('\n');
  } catch {
    return texts;
  }
}

const inside = (lines: readonly string[], { at, length }: Change, edit: (line: string, column: number) => string): readonly string[] => {
  const i = place(lines, at);
  const line = lines[i] ?? '';
  return put(lines, [i, 1], [edit(line, line.length === 0 ? 0 : length % (line.length + 1))]);
};

const onBlock = (lines: readonly string[], at: number, edit: (block: readonly string[]) => readonly string[]): readonly string[] => {
  const from = place(lines, at);
  const to = blockAt(lines, from);
  return put(lines, [from, to - from], edit(lines.slice(from, to)));
};

const onDocument = (lines: readonly string[], at: number, edit: (texts: readonly string[]) => readonly string[]): readonly string[] => {
  const range = documentAt(lines, place(lines, at));
  return put(lines, range, edit(lines.slice(range[0], range[0] + range[1])));
};

const deeper = (texts: readonly string[], by: number): readonly string[] =>
  texts.map((line) => (line === '' ? line : ' '.repeat(by) + line));
const wrap = (texts: readonly string[], head: readonly string[]): readonly string[] => [
  ...head,
  ...texts.map((line, i) => (i === 0 ? `- ${line}` : line === '' ? '' : `  ${line}`)),
];

const edits: Readonly<Record<string, Edit>> = {
  'drop-line': (lines, { at, length }) => put(lines, [place(lines, at), 1 + (length % 3)], []),
  'repeat-line': (lines, { at }) => put(lines, [place(lines, at), 0], [lines[place(lines, at)] ?? '']),
  'swap-lines': (lines, { at }) => {
    const i = place(lines, at);
    return put(lines, [i, 2], lines.slice(i, i + 2).reverse());
  },
  'insert-line': (lines, { at, pick }) => put(lines, [place(lines, at), 0], [hostileLine(pick)]),
  'insert-like-neighbour': (lines, { at, pick }) =>
    put(lines, [place(lines, at), 0], [indentOf(lines[place(lines, at)]) + hostileLine(pick)]),
  'indent-line': (lines, { at, length }) =>
    inside(lines, { at, length, pick: 0, kind: 'indent-line' }, (line) => ' '.repeat(1 + (length % 4)) + line),
  'indent-block': (lines, { at, length }) => onBlock(lines, at, (block) => deeper(block, 1 + (length % 4))),
  'dedent-block': (lines, { at, length }) =>
    onBlock(lines, at, (block) => block.map((line) => line.replace(new RegExp(`^ {0,${1 + (length % 4)}}`), ''))),
  'drop-block': (lines, { at }) => onBlock(lines, at, () => []),
  'repeat-block': (lines, { at }) => onBlock(lines, at, (block) => [...block, ...block]),
  'move-block': (lines, { at, length }) => {
    const from = place(lines, at);
    const count = blockAt(lines, from) - from;
    return put(put(lines, [from, count], []), [length % Math.max(1, lines.length - count), 0], lines.slice(from, from + count));
  },
  'insert-token': (lines, change) =>
    inside(lines, change, (line, column) => line.slice(0, column) + hostileToken(change.pick) + line.slice(column)),
  'cut-token': (lines, change) =>
    inside(lines, change, (line, column) => line.slice(0, column) + line.slice(column + 1 + (change.pick % 5))),
  'replace-value': (lines, change) => inside(lines, change, (line) => line.replace(/(?<=: ).*$/, () => hostileToken(change.pick))),
  'quote-value': (lines, change) =>
    inside(lines, change, (line) => line.replace(/(?<=: )[^"'{[].*$/, (text) => (change.pick % 2 === 0 ? `"${text}"` : `'${text}'`))),
  'quote-key': (lines, change) =>
    inside(lines, change, (line) =>
      line.replace(/^(\s*(?:- )?)([\w./-]+):/, (_, lead, key) => (change.pick % 2 === 0 ? `${lead}"${key}":` : `${lead}${key} :`)),
    ),
  'anchor-value': (lines, change) =>
    inside(lines, change, (line) => line.replace(/(?<=:)(?= |$)/, () => (change.pick % 2 === 0 ? ' &a' : ' *a'))),
  'comment-end': (lines, change) => inside(lines, change, (line) => `${line} # c`),
  'trail-space': (lines, change) => inside(lines, change, (line) => line + [' ', '\t', '\r', '\r\r', '\u00a0'][change.pick % 5]),
  'flow-block': (lines, { at }) =>
    onBlock(lines, at, ([head = '', ...rest]) =>
      rest.length === 0 || !/:\s*$/.test(head) ? [head, ...rest] : [`${head.trimEnd()} ${restyle(rest, 'flow').join(' ')}`],
    ),
  'json-document': (lines, { at }) => onDocument(lines, at, (texts) => restyle(texts, 'json')),
  'flow-document': (lines, { at }) => onDocument(lines, at, (texts) => restyle(texts, 'flow')),
  'quote-document': (lines, { at }) => onDocument(lines, at, (texts) => restyle(texts, 'quoted')),
  'fold-document': (lines, { at }) => onDocument(lines, at, (texts) => restyle(texts, 'folded')),
  'indent-document': (lines, { at, length }) => onDocument(lines, at, (texts) => deeper(texts, 1 + (length % 3))),
  'list-document': (lines, { at, pick }) =>
    onDocument(lines, at, (texts) => wrap(texts, ['apiVersion: v1', `kind: ${pick % 3 === 0 ? 'ServiceList' : 'List'}`, 'items:'])),
  'function-document': (lines, { at }) =>
    onDocument(lines, at, (texts) => wrap(texts, ['apiVersion: config.kubernetes.io/v1', 'kind: ResourceList', 'items:'])),
  'drop-document': (lines, { at }) => onDocument(lines, at, () => []),
  'repeat-document': (lines, { at }) => onDocument(lines, at, (texts) => [...texts, '---', ...texts]),
  'carriage-returns': (lines, { at, length }) =>
    length % 2 === 0
      ? lines.map((line) => (line.endsWith('\r') ? line : `${line}\r`))
      : onDocument(lines, at, (texts) => texts.map((line) => `${line}\r`)),
  'order-mark': (lines, { at, pick }) =>
    put(lines, [pick % 2 === 0 ? 0 : place(lines, at), 1], [`\ufeff${lines[pick % 2 === 0 ? 0 : place(lines, at)] ?? ''}`]),
  'insert-document': (lines, { at, pick }) =>
    onDocument(lines, at, (texts) => [...texts, '---', ...(hostileDocuments[pick % hostileDocuments.length] ?? '').split('\n')]),
  'no-end': (lines) => (lines.at(-1) === '' ? lines.slice(0, -1) : lines),
};

export const changeKinds: readonly string[] = Object.keys(edits);

/** The bytes with some lines, tokens or documents changed; Latin-1, so that no byte is lost that is not text. */
export function mutateBytes(bytes: Buffer, changes: readonly Change[]): Buffer {
  const lines = changes.reduce<readonly string[]>((each, change) => {
    const edit = edits[change.kind];
    if (edit === undefined) throw new Error(`no change is named ${change.kind}`);
    return edit(each, change);
  }, decode(bytes).split('\n'));
  return encode(lines.join('\n'));
}

/** Text where the bytes are UTF-8; a lone surrogate stands for a byte of its own where they are not. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : `\udcff${bytes.toString('latin1')}`;
}

function encode(text: string): Buffer {
  return text.startsWith('\udcff') ? Buffer.from(text.slice(1), 'latin1') : Buffer.from(text);
}
