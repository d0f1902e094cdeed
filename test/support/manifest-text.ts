import fc from 'fast-check';
import { formatScalar, quoteJson } from '../../src/print/dump.ts';

/**
 * Any characters at all. fast-check's own unit `binary` says the same, but keeps a map of all million of them, which costs seconds and
 * then makes every collection of garbage slow.
 */
export function codePoints(maxLength?: number): fc.Arbitrary<string> {
  const surrogates = 0x800;
  return fc
    .array(fc.nat(0x10ffff - surrogates), maxLength === undefined ? {} : { maxLength })
    .map((found) => String.fromCodePoint(...found.map((n) => (n < 0xd800 ? n : n + surrogates))));
}

/** Strings that some reader takes for something else, or that break a careless printer. */
export const nastyStrings: readonly string[] = [
  ...['', ' ', '~', '=', '<<', 'null', 'Null', 'true', 'yes', 'No', 'on', 'OFF', 'y', 'N', '-', '?', ':', '---', '...', '--- x', '- x'],
  ...[
    '0',
    '-1',
    '+1',
    '0777',
    '0o7',
    '0x1F',
    '0b11',
    '1_000',
    '1e3',
    '.5',
    '5.',
    '1.0',
    '-.inf',
    '.NaN',
    '1:30',
    '12:30:45',
    '190:20:30.5',
  ],
  ...['2001-12-14', '2001-12-14T21:59:43.10-05:00', '2001-1-1', '12345678901234567890', '1__0', '-0', '0.', '_1', '1s', '5xx,429'],
  ...[
    'a: b',
    'a:',
    ':a',
    'a #b',
    '#a',
    'a#b',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '@a',
    '`a',
    '%a',
    '{a}',
    '[a]',
    'a, b',
    "it's",
    '"q"',
    'a\\b',
    'a\\',
  ],
  ...[
    'a\nb',
    'a\n',
    '\n',
    '\na',
    'a\n\n',
    'a\n\nb\n',
    ' a\nb',
    'a\n  b\n',
    'a\n---\nb',
    '# a\nb\n',
    'a ',
    ' a',
    '\ta',
    'a\t',
    'a\r\nb',
    'a\rb',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\u001b',
    '\u007f',
    '\u0085',
    'a\u0085b',
    '\u00a0',
    '\u2028',
    'a\u2029b',
    '\ufeff',
    'a\ufeff',
    '\ufffe',
    '\uffff',
  ],
  ...['\ud800', '\udc00a', 'a\udfff', '😀', 'über', '日本', '\u3000', '__proto__', 'constructor', '{{ .Values.x }}', '$x'],
];

export const anyString: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nastyStrings),
  fc.array(fc.constantFrom(...nastyStrings), { maxLength: 3 }).map((parts) => parts.join('')),
  codePoints(12),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.array(fc.constantFrom('a', ' ', '\n', '#', ':', '-', '  '), { maxLength: 8 }).map((parts) => parts.join('')),
);

/** How a generated Service is written. */
export interface TextStyle {
  readonly step: number;
  readonly lineBreak: string;
  readonly finalBreak: boolean;
  readonly comments: readonly string[];
  readonly quoting: readonly ('plain' | 'single' | 'double' | 'literal' | 'folded')[];
  /** What stands for annotations when there are none. */
  readonly empty: 'absent' | '' | 'null' | '~' | '{}' | '{ }';
  readonly annotationsLast: boolean;
}

export const textStyle: fc.Arbitrary<TextStyle> = fc.record({
  step: fc.constantFrom(1, 2, 3, 4),
  lineBreak: fc.constantFrom('\n', '\n', '\r\n'),
  finalBreak: fc.boolean(),
  comments: fc.array(fc.constantFrom('', '', '', '# words', '#', 'BLANK', 'TAIL'), { minLength: 3, maxLength: 9 }),
  quoting: fc.array(fc.constantFrom('plain', 'single', 'double', 'literal', 'folded'), { minLength: 2, maxLength: 5 }),
  empty: fc.constantFrom('absent', 'absent', '', 'null', '~', '{}', '{ }'),
  annotationsLast: fc.boolean(),
});

export interface ServiceModel {
  readonly name: string;
  readonly annotations: readonly (readonly [string, string])[];
}

/** A Service in block style, with comments, blank lines and quotes as the style has them. */
export function blockText(model: ServiceModel, style: TextStyle): string {
  const at = (depth: number): string => ' '.repeat(depth * style.step);
  const annotations = blockAnnotations(model, style);
  const rest = [`${at(1)}name: ${formatScalar(model.name)}`, `${at(1)}labels:`, `${at(2)}app: web`];
  const metadata = style.annotationsLast ? [...rest, ...annotations] : [...annotations, ...rest];
  const lines = ['apiVersion: v1', 'kind: Service', 'metadata:', ...metadata, 'spec:', `${at(1)}ports:`, `${at(1)}- port: 80`];
  return finish(withComments(lines, style), style);
}

function blockAnnotations({ annotations }: ServiceModel, style: TextStyle): readonly string[] {
  const indent = ' '.repeat(style.step);
  if (annotations.length === 0)
    return style.empty === 'absent' ? [] : [`${indent}annotations:${style.empty === '' ? '' : ` ${style.empty}`}`];
  const entries = annotations.map(([key, value], i) => {
    const quoting = style.quoting[i % style.quoting.length] ?? 'plain';
    return `${indent}${indent}${quoteJson(key)}: ${quote(value, quoting, indent + indent + indent)}`;
  });
  return [`${indent}annotations:`, ...entries];
}

/** The value in the wanted style where that style can hold it. */
function quote(value: string, quoting: TextStyle['quoting'][number], indent: string): string {
  const printable = /^[\x20-\x7e]+$/.test(value);
  if (quoting === 'plain') return formatScalar(value);
  if (quoting === 'single' && printable) return `'${value.replaceAll("'", "''")}'`;
  if (quoting === 'literal' && /^[\x21-\x7e][\x20-\x7e\n]*$/.test(value) && !/\n\n$|\n$/.test(value)) {
    return `|-\n${value.replace(/^(?=[^\n])/gm, indent)}`;
  }
  if (quoting === 'folded' && /^[a-z]+( [a-z]+)*$/.test(value)) return `>-\n${indent}${value.replaceAll(' ', `\n${indent}`)}`;
  return quoteJson(value);
}

/** Comments stand between whole lines only: inside a block scalar they would be text. */
function withComments(lines: readonly string[], { comments }: TextStyle): readonly string[] {
  return lines.flatMap((line, i) => {
    const comment = comments[i % comments.length] ?? '';
    const indent = /^ */.exec(line)?.[0] ?? '';
    if (comment === 'TAIL') return [line.includes('\n') ? line : `${line} # tail: '"`];
    return comment === '' ? [line] : [comment === 'BLANK' ? '' : `${indent}${comment}`, line];
  });
}

function finish(lines: readonly string[], { lineBreak, finalBreak }: TextStyle): string {
  return lines.join('\n').replaceAll('\n', lineBreak) + (finalBreak ? lineBreak : '');
}

/** The same Service as JSON, on one line or pretty. */
export function jsonText(model: ServiceModel, style: TextStyle): string {
  const none = { absent: undefined, '': undefined, null: null, '~': null, '{}': {}, '{ }': {} }[style.empty];
  const annotations = model.annotations.length === 0 ? none : Object.fromEntries(model.annotations);
  const given = annotations === undefined ? {} : { annotations };
  const metadata = style.annotationsLast ? { name: model.name, ...given } : { ...given, name: model.name };
  const indent = [undefined, 2, 4, '\t'][style.step - 1];
  const json = JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80 }] } }, null, indent);
  return finish(json.split('\n'), style);
}

/** The same Service with flow-style metadata or annotations. */
export function flowText(model: ServiceModel, style: TextStyle): string {
  const entries = model.annotations.map(([key, value]) => `${quoteJson(key)}: ${quoteJson(value)}`);
  const pad = style.step % 2 === 0 ? ' ' : '';
  const none = style.empty === '' ? 'null' : style.empty;
  const written = entries.length === 0 ? none : `{${pad}${entries.join(', ')}${pad}}`;
  const name = `name: ${quoteJson(model.name)}`;
  const parts = written === 'absent' ? [name] : [name, `annotations: ${written}`];
  const ordered = style.annotationsLast ? parts : [...parts].reverse();
  const metadata =
    style.step > 2 ? `metadata: {${pad}${ordered.join(', ')}${pad}}` : `metadata:\n${ordered.map((part) => `  ${part}`).join('\n')}`;
  return finish(['apiVersion: v1', 'kind: Service', metadata, 'spec: {ports: [{port: 80}]} # ports'], style);
}
