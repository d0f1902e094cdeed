import { isUtf8 } from 'node:buffer';
import type { Identity } from '../model/resource.ts';
import type { SourceFile } from '../model/source.ts';
import { dot, hash, newline, openBrace, openBracket, percent, space } from './ascii.ts';
import { type ForeignEncoding, foreignEncoding } from './foreign-encoding.ts';
import { type JsonValue, readJsonValues } from './json-values.ts';
import { contains, isHazardous, openWindow, type Window } from './scan-window.ts';
import { sniffIdentity } from './sniff.ts';
import { type Chunk, firstContent, scanChunk } from './split.ts';

/** Bytes `[from, to)` of a file. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A document as bytes: without its separator and without a BOM. A document with directives begins at the first of them. */
export interface RawDocument extends Range {
  /** Comment-only text that stands before it in the file, between other separators; printed before it. */
  readonly before: readonly Range[];
  /** The same behind the last document of a file. */
  readonly after: readonly Range[];
  /**
   * Its bytes cannot be copied as they stand: directives precede it, content stood on the separator line, or it is JSON that Go's YAML
   * reader refuses or misreads (surrogate escapes, `\/`, a key over 1,024 characters, raw control characters or Unicode line breaks).
   */
  readonly reemit: boolean;
  /** The bytes are one JSON object or array, white space aside. */
  readonly json: boolean;
  /** What the bytes prove about its identity; undefined means unsure: it has to be parsed. */
  readonly sniffed: Identity | undefined;
  /** Its last byte is a line feed. */
  readonly endsLine: boolean;
  /** The bytes contain our API group. */
  readonly mentionsGroup: boolean;
}

export type FileIndex =
  | { readonly ok: true; readonly documents: readonly RawDocument[] }
  | { readonly ok: false; readonly encoding: ForeignEncoding }
  /** More documents than were asked for: there is no end to be waited for. */
  | { readonly ok: false; readonly encoding: undefined };

export interface IndexOptions {
  /** Bytes that are looked at in one go; a larger document widens its window. No effect on the result. */
  readonly windowSize?: number;
  /** How many documents there may be; comments between separators count too. */
  readonly documents?: number;
}

/** Who takes the documents of a file, one after the other. */
export type Visit = (document: RawDocument) => void;

/** What waits for the document it belongs to. */
interface Progress {
  readonly visit: Visit;
  /** The last document: comments may follow it. */
  last: RawDocument | undefined;
  comments: Range[];
  /** Where `%` lines began that belong to the next document. */
  directives: number | undefined;
  /** How many pieces there may still be. */
  room: number;
}

const defaultWindow = 4 * 1024 * 1024;
const none: readonly Range[] = [];

/** Finds the documents of a file without parsing them (design §5). Only a file in another encoding than UTF-8 has no index. */
export function indexFile(file: SourceFile, options: IndexOptions = {}): FileIndex {
  const documents: RawDocument[] = [];
  const obstacle = scanFile(file, (document) => documents.push(document), options);
  if (obstacle === undefined) return { ok: true, documents };
  return { ok: false, encoding: obstacle === 'documents' ? undefined : obstacle };
}

/** The same for whoever does not keep the documents; what comes back is why not all were found: an encoding, or that there are too many. */
export function scanFile(file: SourceFile, visit: Visit, options: IndexOptions = {}): ForeignEncoding | 'documents' | undefined {
  const encoding = foreignEncoding(file.read(0, Math.min(4, file.size)));
  if (encoding !== undefined) return encoding;
  const room = options.documents ?? Number.POSITIVE_INFINITY;
  const progress: Progress = { visit, last: undefined, comments: [], directives: undefined, room };
  const readWindow = windowReader(file);
  const usual = options.windowSize ?? defaultWindow;
  let size = usual;
  let from = 0;
  while (from < file.size) {
    const to = Math.min(file.size, from + size);
    const window = openWindow(readWindow(from, to), from, to === file.size);
    const done = takeChunks(window, progress);
    if (progress.room < 0) return 'documents';
    size = done === 0 ? size * 2 : usual;
    from += done;
  }
  const { last } = progress;
  if (last !== undefined) visit(progress.comments.length === 0 ? last : { ...last, after: progress.comments });
  return undefined;
}

/** One buffer for all windows of a file that is not held in memory; nothing keeps a window. */
function windowReader(file: SourceFile): SourceFile['read'] {
  if (file.readInto === undefined) return (from, to) => file.read(from, to);
  let buffer = Buffer.alloc(0);
  return (from, to) => {
    if (buffer.length < to - from) buffer = Buffer.allocUnsafeSlow(to - from);
    return buffer.subarray(0, file.readInto?.(buffer.subarray(0, to - from), from));
  };
}

/** Takes the chunks that end within the window; the bytes that they cover. */
function takeChunks(window: Window, progress: Progress): number {
  let start = 0;
  while (start < window.bytes.length) {
    const chunk = scanChunk(window.bytes, start, window.last);
    if (chunk === undefined) return start;
    takeChunk(window, chunk, progress);
    if (progress.room < 0) return start;
    start = chunk.to;
  }
  return start;
}

function takeChunk(window: Window, chunk: Chunk, progress: Progress): void {
  const { bytes, base } = window;
  const content = firstContent(bytes, chunk.from, chunk.to);
  const clear = isClear(window, chunk.from, content);
  const bare = content === chunk.to;
  if (clear && (bare || endsInDirectives(bytes, chunk, content))) {
    keepComments(window, { from: chunk.from, to: content }, progress);
    progress.directives = bare ? undefined : base + content;
    return;
  }
  const flow = clear && (bytes[content] === openBrace || bytes[content] === openBracket);
  const values =
    flow && progress.directives === undefined ? readJsonValues(bytes, { from: content, to: chunk.to }, progress.room) : undefined;
  if (values === undefined) {
    take(yamlDocument(window, chunk, content), progress);
    return;
  }
  keepComments(window, { from: chunk.from, to: content }, progress);
  for (const value of values) take(jsonDocument(window, value, chunk.beside && value.from === content), progress);
}

/**
 * Whether white space and comments may be taken for what they look like. Where a reader sees a line break that the scanner does not,
 * a comment may hold content; and one that is not UTF-8 must not join a document that is read.
 */
function isClear(window: Window, from: number, to: number): boolean {
  return from === to || (!isHazardous(window, from, to) && isUtf8(window.bytes.subarray(from, to)));
}

type Found = Omit<RawDocument, 'before' | 'after'>;

/** Adds a document, with the comments and directives that waited for it. */
function take(found: Found, progress: Progress): void {
  progress.room--;
  const { to, json, sniffed, endsLine, mentionsGroup } = found;
  const directed = progress.directives !== undefined;
  if (progress.last !== undefined) progress.visit(progress.last);
  progress.last = {
    from: progress.directives ?? found.from,
    to,
    before: progress.comments.length === 0 ? none : progress.comments,
    after: none,
    reemit: found.reemit || directed,
    json,
    sniffed: directed ? undefined : sniffed,
    endsLine,
    mentionsGroup,
  };
  if (progress.comments.length > 0) progress.comments = [];
  progress.directives = undefined;
}

function jsonDocument(window: Window, value: JsonValue, beside: boolean): Found {
  const { from, to } = value;
  return {
    from: window.base + from,
    to: window.base + to,
    reemit: value.reemit || beside,
    json: true,
    sniffed: undefined,
    endsLine: window.bytes[to - 1] === newline,
    mentionsGroup: contains(window, from, to),
  };
}

function yamlDocument(window: Window, chunk: Chunk, content: number): Found {
  const { from, to, lines } = chunk;
  const { bytes, base } = window;
  const reemit = chunk.beside || (bytes[content] === percent && lines[0] === content);
  const sniffed = reemit || isHazardous(window, from, to) ? undefined : sniffIdentity(bytes, { content, to, lines });
  const endsLine = bytes[to - 1] === newline;
  return { from: base + from, to: base + to, reemit, json: false, sniffed, endsLine, mentionsGroup: contains(window, from, to) };
}

/** Nothing but `%` lines and comments, and then `---`: directives of the document that begins there. */
function endsInDirectives(bytes: Buffer, chunk: Chunk, content: number): boolean {
  if (bytes[content] !== percent || chunk.to === bytes.length || bytes[chunk.to] === dot) return false;
  let at = content;
  for (const line of chunk.lines) {
    if (line !== at || bytes[at] !== percent) return false;
    at = firstContent(bytes, bytes.indexOf(newline, at), chunk.to);
  }
  return at === chunk.to;
}

/** Keeps the comments of a range of white space and comments for the next document: from the first one to the end of the range. */
function keepComments({ bytes, base }: Window, { from, to }: Range, progress: Progress): void {
  let start = bytes.subarray(from, to).indexOf(hash);
  if (start === -1) return;
  progress.room--;
  start += from;
  while (start > from && bytes[start - 1] === space) start--;
  progress.comments.push({ from: base + start, to: base + to });
}
