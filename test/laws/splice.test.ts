import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isObject, type ObjectValue, valueAt } from '../../src/model/resource.ts';
import { editAnnotations } from '../../src/print/edit-annotations.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { listOf, replaceIn } from '../support/list-text.ts';
import { anyString, blockText, flowText, jsonText, type ServiceModel, type TextStyle, textStyle } from '../support/manifest-text.ts';

const runs = { numRuns: 500 };
const writers = { block: blockText, json: jsonText, flow: flowText };

/** Prefixes keep foreign keys and ours apart, and both from being indexes, which JavaScript would reorder. */
const foreignKey = fc.oneof(
  anyString.map((key) => `f.${key}`),
  fc.constantFrom('team', 'prometheus.io/port'),
);
const foreign = fc.uniqueArray(fc.tuple(foreignKey, anyString), { maxLength: 4, selector: ([key]) => key });
const model: fc.Arbitrary<ServiceModel> = fc.record({ name: fc.constantFrom('web', 'checkout-1', '123'), annotations: foreign });
const ours = fc.uniqueArray(
  fc.tuple(
    anyString.map((key) => `our/${key}`),
    anyString,
  ),
  { minLength: 1, maxLength: 4, selector: ([key]) => key },
);
const anyWriter = fc.constantFrom<keyof typeof writers>('block', 'json', 'flow');

function read(text: string): ObjectValue {
  const parsed = parseDocument(text);
  assert.ok(parsed.ok && isObject(parsed.value), `does not parse: ${text}`);
  return parsed.value as ObjectValue;
}

function annotationsOf(text: string): Record<string, unknown> {
  return { ...(valueAt(read(text), ['metadata', 'annotations']) as object | null) };
}

function withoutAnnotations(text: string): ObjectValue {
  const object = read(text);
  return { ...object, metadata: { ...(object['metadata'] as ObjectValue), annotations: null } };
}

function edit(text: string, set: readonly (readonly [string, string])[], remove: readonly string[] = []): string {
  const edited = editAnnotations(text, { set: new Map(set), remove: new Set(remove) });
  assert.ok(edited !== undefined, `no splice for ${text}`);
  return edited as string;
}

const cases = fc.record({ model, style: textStyle, writer: anyWriter, ours });
type Case = {
  readonly model: ServiceModel;
  readonly style: TextStyle;
  readonly writer: keyof typeof writers;
  readonly ours: [string, string][];
};
const textOf = ({ writer, model: service, style }: Case): string => writers[writer](service, style);

test('an edit reads back as planned, and nothing else in the object changes', () => {
  fc.assert(
    fc.property(cases, (each) => {
      const text = textOf(each);
      const edited = edit(text, each.ours);
      assert.equal(annotationsOf(edited), { ...annotationsOf(text), ...Object.fromEntries(each.ours) });
      assert.equal(withoutAnnotations(edited), withoutAnnotations(text));
      if (each.writer === 'json') JSON.parse(edited);
    }),
    runs,
  );
});

test('an edit that is taken back gives the original text, byte for byte', () => {
  fc.assert(
    fc.property(cases, (each) => {
      const text = textOf(each);
      const edited = edit(text, each.ours);
      assert.is(
        edit(
          edited,
          [],
          each.ours.map(([key]) => key),
        ),
        text,
      );
    }),
    runs,
  );
});

test('keys that come one by one and go one by one leave no trace', () => {
  fc.assert(
    fc.property(cases, (each) => {
      const text = textOf(each);
      const full = each.ours.reduce((current, entry) => edit(current, [entry]), text);
      assert.is(
        each.ours.reduce((current, [key]) => edit(current, [], [key]), full),
        text,
      );
    }),
    runs,
  );
});

test('the same edit twice changes nothing the second time', () => {
  fc.assert(
    fc.property(cases, (each) => {
      const edited = edit(textOf(each), each.ours);
      assert.is(edit(edited, each.ours), edited);
    }),
    runs,
  );
});

test('in block style every line that was there stays as it was, in its order', () => {
  fc.assert(
    fc.property(fc.record({ model, style: textStyle, writer: fc.constant('block' as const), ours }), (each) => {
      fc.pre(each.model.annotations.length > 0 || each.style.empty === 'absent');
      const before = textOf(each).split(/\r?\n/);
      const after = edit(textOf(each), each.ours).split(/\r?\n/);
      let at = 0;
      for (const line of after) if (line === before[at]) at++;
      assert.is(at, before.length);
      assert.is(edit(textOf(each), each.ours).replaceAll(each.style.lineBreak, '').includes('\r'), false);
    }),
    runs,
  );
});

test('wrong values are replaced and foreign keys removed wherever they stand', () => {
  const some = fc.record({
    model,
    style: textStyle,
    writer: anyWriter,
    ours,
    pick: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  });
  fc.assert(
    fc.property(some, (each) => {
      const text = textOf(each);
      const keys = each.model.annotations.map(([key]) => key);
      const gone = keys.filter((_, i) => each.pick[i]);
      const changed = keys.filter((_, i) => !each.pick[i]).map((key): [string, string] => [key, 'new']);
      const expected = { ...Object.fromEntries(changed), ...Object.fromEntries(each.ours) };
      assert.equal(annotationsOf(edit(text, [...changed, ...each.ours], gone)), expected);
      assert.equal(withoutAnnotations(edit(text, [...changed, ...each.ours], gone)), withoutAnnotations(text));
    }),
    runs,
  );
});

interface ListStyle {
  readonly dash: number;
  readonly gap: number;
  readonly bare: boolean;
  readonly after: boolean;
  readonly comments: boolean;
}

const listStyle: fc.Arbitrary<ListStyle> = fc.record({
  dash: fc.constantFrom(0, 0, 2, 4),
  gap: fc.constantFrom(1, 1, 3),
  bare: fc.constantFrom(false, false, true),
  after: fc.boolean(),
  comments: fc.boolean(),
});

/** A List of the documents in the style, one line break for all. */
function listText(documents: readonly string[], style: ListStyle, lineBreak: string): string {
  const column = style.dash + 1 + style.gap;
  const members = documents.flatMap((document) => {
    const lines = document.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
    const head = style.bare
      ? [`${' '.repeat(style.dash)}-`, `${' '.repeat(column)}${lines[0]}`]
      : [`${' '.repeat(style.dash)}-${' '.repeat(style.gap)}${lines[0]}`];
    const rest = lines.slice(1).map((line) => (line === '' ? '' : `${' '.repeat(column)}${line}`));
    return [...(style.comments ? ['', `${' '.repeat(style.dash)}# about the next`] : []), ...head, ...rest];
  });
  const outer = ['apiVersion: v1', 'kind: List'];
  const all = style.after ? [outer[0], 'items: # all', ...members, outer[1]] : ['# top', ...outer, 'items:', ...members];
  return all.join(lineBreak) + lineBreak;
}

const member = fc.record({ model, style: textStyle }).map(({ model: service, style }) => blockText(service, { ...style, comments: [''] }));
const lists = fc.record({
  documents: fc.array(member, { minLength: 1, maxLength: 4 }),
  style: listStyle,
  lineBreak: fc.constantFrom('\n', '\r\n'),
  ours,
});

test('members of a List read as documents of their own, and putting them back changes nothing', () => {
  fc.assert(
    fc.property(lists, ({ documents, style, lineBreak }) => {
      const text = listText(documents, style, lineBreak);
      const members = listOf(text) ?? [];
      assert.is(members.length, documents.length);
      for (const [i, { text: own, from, to }] of members.entries()) {
        assert.equal(read(own ?? ''), read(documents[i] ?? ''));
        assert.is(text.slice(from, to).includes('# about the next'), style.comments);
        assert.is(replaceIn(text, new Map([[i, own ?? '']]), []), text);
      }
    }),
    runs,
  );
});

test('an edit of a member that is taken back leaves no trace in the List', () => {
  fc.assert(
    fc.property(lists, ({ documents, style, lineBreak, ours: entries }) => {
      const text = listText(documents, style, lineBreak);
      const at = documents.length - 1;
      const edited = edit(listOf(text)?.[at]?.text ?? '', entries);
      const changed = replaceIn(text, new Map([[at, edited]]), []) ?? '';
      assert.equal(valueAt(read(changed), ['items', at]), read(edited));
      const back = edit(
        listOf(changed)?.[at]?.text ?? '',
        [],
        entries.map(([key]) => key),
      );
      assert.is(replaceIn(changed, new Map([[at, back]]), []), text);
    }),
    runs,
  );
});

test('members that are appended and removed again leave no trace', () => {
  fc.assert(
    fc.property(lists, ({ documents, style, lineBreak }) => {
      const text = listText(documents, style, lineBreak);
      const longer = replaceIn(text, new Map(), documents) ?? '';
      assert.is(listOf(longer)?.length, 2 * documents.length);
      const added = new Map(documents.map((_, i) => [documents.length + i, null] as const));
      assert.is(replaceIn(longer, added, []), text);
    }),
    runs,
  );
});

test.run();
