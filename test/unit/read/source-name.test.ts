import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fromText, type SourceFile } from '../../../src/model/source.ts';
import { locate } from '../../../src/read/locate.ts';
import { sourceOfAnnotation } from '../../../src/read/source-name.ts';

const piped = (text: string): SourceFile => ({ ...fromText('-', text), piped: true });

function sourceAt(text: string, needle: string): string | undefined {
  return locate({ kind: 'offset', file: piped(text), offset: text.indexOf(needle) }).source;
}

const chart = `---
# Source: shop/templates/web.yaml
apiVersion: v1
kind: Service
metadata: {name: web}
---
# Source: shop/templates/api.yaml
# the partners' way in
apiVersion: v1
kind: Service
metadata: {name: api}
---
kind: Other
`;

test('helm names the template above each object', () => {
  assert.is(sourceAt(chart, 'metadata: {name: web}'), 'shop/templates/web.yaml');
  assert.is(sourceAt(chart, '# Source: shop/templates/api'), 'shop/templates/api.yaml');
  assert.is(sourceAt(chart, 'name: api'), 'shop/templates/api.yaml');
  assert.is(sourceAt(chart.slice(4), 'name: web'), 'shop/templates/web.yaml');
  assert.is(sourceAt(chart, 'kind: Other'), undefined);
  assert.is(sourceAt(chart.replaceAll('\n', '\r\n'), 'name: api'), 'shop/templates/api.yaml');
});

test('only the comment at the start of a document counts, and only in a pipe', () => {
  assert.is(sourceAt('a: 1\n# Source: x.yaml\nb: 2\n', 'b: 2'), undefined);
  assert.is(locate({ kind: 'offset', file: fromText('web.yaml', chart), offset: 80 }).source, undefined);
});

test('an annotation of kustomize or kpt names the file, also of a member of a List', () => {
  const member = (annotations: string, kind = 'List'): string =>
    `kind: ${kind}\nitems:\n- kind: Service\n  metadata:\n    name: web\n    annotations:\n${annotations}`;
  const sourceOf = (annotations: string, kind?: string): string | undefined => {
    const file = piped(member(annotations, kind));
    const origin = { file, from: 0, to: file.size, path: ['items', 0] };
    return locate({ kind: 'field', origin, path: ['metadata', 'name'] }).source;
  };
  assert.is(sourceOf("      internal.config.kubernetes.io/path: 'web.yaml'\n"), 'web.yaml');
  assert.is(
    sourceOf(
      '      config.kubernetes.io/path: old.yaml\n      config.kubernetes.io/origin: |\n        path: ../base/web.yaml\n        ref: main\n',
    ),
    '../base/web.yaml',
  );
  assert.is(sourceOf('      note: none\n'), undefined);
  // Nobody sees the lines that kustomize hands to a function, so the object names itself.
  assert.is(sourceOf('      note: none\n', 'ResourceList'), 'Service web');
  const madeUp = '      kustomize.config.k8s.io/id: x\n      config.kubernetes.io/path: service_web.yaml\n';
  assert.is(sourceOf(madeUp, 'ResourceList'), 'Service web');
});

test('what kustomize generated is named by the file that told it to', () => {
  assert.is(
    sourceOfAnnotation('configuredIn: ../base/kustomization.yaml\nconfiguredBy:\n  apiVersion: builtin\n'),
    '../base/kustomization.yaml',
  );
  assert.is(sourceOfAnnotation('path: "a b.yaml"\n'), 'a b.yaml');
  assert.is(sourceOfAnnotation('web.yaml'), 'web.yaml');
  assert.is(sourceOfAnnotation(''), undefined);
});

test.run();
