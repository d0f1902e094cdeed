import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareIdentities } from '../../src/model/identity-order.ts';
import { indexByIdentity } from '../../src/model/index-by-identity.ts';
import { formatIdentity, type Identity, keyOf } from '../../src/model/resource.ts';
import { fromText } from '../../src/model/source.ts';
import { createDocumentTable, type DocumentTable } from '../../src/read/document-table.ts';
import { proveLaw } from '../support/law.ts';

// Rows of numbers have to say the same as objects in a Map (docs/decisions/0017).

const identity: fc.Arbitrary<Identity> = fc.record({
  apiVersion: fc.constantFrom('v1', 'apps/v1', 'apps/v1beta1', 'gateway.networking.k8s.io/v1', ''),
  kind: fc.constantFrom('Service', 'Deployment', 'Namespace', 'CustomResourceDefinition', ''),
  namespace: fc.constantFrom('', 'shop', 'bench', 'z\u{1f600}', 'z\uffff'),
  name: fc.constantFrom('', 'a', 'b', 'web', 'web-2', 'web-10', '\u{1f600}', '\uffff'),
});

const file = fromText('all.yaml', 'x'.repeat(4096));

function tableOf(identities: readonly Identity[]): DocumentTable {
  const table = createDocumentTable();
  for (const [i, each] of identities.entries()) {
    const raw = {
      from: i,
      to: i + 1,
      before: [],
      after: [],
      reemit: false,
      json: false,
      sniffed: each,
      endsLine: true,
      mentionsGroup: false,
    };
    table.addOrdinary(file, raw, each);
  }
  return table;
}

test('a table finds what a Map of identities finds, and the same duplicates', () => {
  proveLaw({
    number: 'document table',
    runs: 300,
    over: fc.tuple(fc.array(identity, { maxLength: 40 }), fc.constantFrom('', 'shop', 'other'), fc.array(identity, { maxLength: 10 })),
    check: ([identities, defaultNamespace, asked]) => {
      const table = tableOf(identities);
      const items = identities.map((_, row) => table.itemAt(row));
      const index = indexByIdentity(items);
      assert.equal(
        table.duplicates(defaultNamespace).map((pair) => pair.map(({ document }) => document.raw.from)),
        index.duplicates(defaultNamespace).map((pair) => pair.map(({ document }) => document.raw.from)),
      );
      for (const each of [...identities, ...asked].filter(({ kind, name }) => kind !== '' && name !== ''))
        assert.is(table.find(each, defaultNamespace), index.find(each, defaultNamespace), formatIdentity(each));
      for (const each of identities) {
        const group = each.apiVersion.includes('/') ? (each.apiVersion.split('/')[0] ?? '') : '';
        assert.equal(
          table.ofKind(group, each.kind),
          items.filter((item) => keyOf({ ...item.identity, namespace: '', name: '' }) === `${group}/${each.kind}//`),
        );
      }
      return identities.length > 0;
    },
  });
});

test('rows are in apply order, and in input order where they have one identity', () => {
  proveLaw({
    number: 'row order',
    runs: 300,
    over: fc.array(identity, { maxLength: 60 }),
    check: (identities) => {
      const expected = identities
        .map((each, row) => ({ each, row }))
        .sort((a, b) => compareIdentities(a.each, b.each) || a.row - b.row)
        .map(({ row }) => row);
      assert.equal([...tableOf(identities).sorted('').rows], expected);
      return identities.length > 1;
    },
  });
});

test('an object is made once, and only when it is asked for', () => {
  const table = tableOf([{ apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' }]);
  assert.equal([...table.made()], []);
  assert.is(table.itemAt(0), table.find({ apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' }, ''));
  assert.is([...table.made()].length, 1);
});

test.run();
