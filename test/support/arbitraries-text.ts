import fc from 'fast-check';
import { Document, isScalar, parseDocument, visit } from 'yaml';
import type { KubeObject } from '../../src/model/resource.ts';

/** How one object is written down. */
export interface DocumentStyle {
  readonly form: 'block' | 'flow-metadata' | 'flow-annotations' | 'json' | 'pretty-json';
  readonly step: number;
  readonly indentSequences: boolean;
  readonly quotes: 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE';
  readonly comments: readonly string[];
  readonly lineBreak: '\n' | '\r\n';
  readonly finalBreak: boolean;
  /** What stands for annotations where the object has none. */
  readonly none: 'absent' | 'null' | 'empty';
}

export const documentStyle: fc.Arbitrary<DocumentStyle> = fc.record({
  form: fc.constantFrom('block', 'block', 'block', 'flow-metadata', 'flow-annotations', 'json', 'pretty-json'),
  step: fc.constantFrom(2, 2, 4),
  indentSequences: fc.boolean(),
  quotes: fc.constantFrom('PLAIN', 'PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'),
  comments: fc.array(fc.constantFrom('', '', '# words', "# don't", '#'), { minLength: 2, maxLength: 5 }),
  lineBreak: fc.constantFrom('\n', '\n', '\n', '\r\n'),
  finalBreak: fc.constantFrom(true, true, true, false),
  none: fc.constantFrom('absent', 'absent', 'absent', 'null', 'empty'),
});

/** The text of an object, which parses back to it under YAML 1.1. */
export function writeObject(object: KubeObject, style: DocumentStyle): string {
  const text = style.form === 'json' || style.form === 'pretty-json' ? writeJson(object, style) : writeYaml(object, style);
  // Readers refuse or trim these where they stand bare; they only ever stand inside double quotes here.
  const escaped = text.replace(/[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return escaped.trimEnd().replaceAll('\n', style.lineBreak) + (style.finalBreak ? style.lineBreak : '');
}

function writeJson(object: KubeObject, { form, step }: DocumentStyle): string {
  return JSON.stringify(object, null, form === 'json' ? undefined : step);
}

function writeYaml(object: KubeObject, style: DocumentStyle): string {
  const document = new Document(object, { version: '1.1' });
  visit(document, {
    Scalar: (key, node) => {
      if (key === 'key' || typeof node.value !== 'string') return;
      if (!/^[\x20-\x7e\n]*$/.test(node.value) || /[ \t]\n|\n$/.test(node.value) || isReadDifferently(node.value))
        node.type = 'QUOTE_DOUBLE';
    },
    Map: (_, node) => {
      for (const { key } of node.items) if (isScalar(key) && !/^[\w./-]+$/.test(String(key.value))) key.type = 'QUOTE_DOUBLE';
    },
  });
  const flow = style.form === 'flow-metadata' ? ['metadata'] : style.form === 'flow-annotations' ? ['metadata', 'annotations'] : undefined;
  const node = flow === undefined ? undefined : document.getIn(flow, true);
  if (node !== undefined && node !== null && typeof node === 'object' && 'items' in node) Object.assign(node, { flow: true });
  const text = document.toString({
    indent: style.step,
    indentSeq: style.indentSequences,
    defaultStringType: style.quotes,
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
    directives: false,
  });
  return withComments(text, style);
}

/** The package takes `0o7`, `1_0` and the like for strings; other readers do not. */
function isReadDifferently(text: string): boolean {
  return /^[-+._=<\d]/.test(text) && !/^(?:[\d.]+(?:ms|[smh]))+$/.test(text);
}

/** Comments stand before top-level keys and after the lines that open metadata, where no scalar can swallow them. */
function withComments(text: string, { comments }: DocumentStyle): string {
  let i = 0;
  const next = (): string => comments[i++ % comments.length] ?? '';
  return text
    .split('\n')
    .flatMap((line) => {
      const comment = /^[a-zA-Z]+:/.test(line) || /^ *annotations:$/.test(line) ? next() : '';
      if (comment === '') return [line];
      return /^[a-zA-Z]+:/.test(line) ? [comment, line] : [line, `        ${comment}`];
    })
    .join('\n');
}

/** One object as an independent parser reads it. */
export function readObject(text: string, version: '1.1' | '1.2' = '1.1'): KubeObject {
  const document = parseDocument(text, { version, merge: true, logLevel: 'silent', uniqueKeys: false, intAsBigInt: false });
  if (document.errors.length > 0) throw new Error(`${document.errors[0]?.message}\n${text}`);
  return document.toJS({ maxAliasCount: -1 }) as KubeObject;
}

/** The documents of a rendered stream; none of the texts in a world has a separator at the start of a line. */
export function splitStream(text: string): readonly string[] {
  return text === '' ? [] : text.split(/^---\n/m);
}
