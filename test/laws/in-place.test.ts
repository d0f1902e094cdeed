import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type World, world } from '../support/arbitraries.ts';
import { filesOf, onePerFile } from '../support/arbitraries-packaging.ts';
import { splitStream } from '../support/arbitraries-text.ts';
import { proveLaw } from '../support/law.ts';
import { identityKey, objectsOf, renderFiles } from '../support/rendered.ts';
import { type Files, sourcesOf, treeOf, type Written, writeInMemory } from '../support/write-in-memory.ts';

/** A world on a disk: its policies in files of their own, so that they can be deleted. */
function treesOf({ documents, packaging }: World): { readonly without: Files; readonly policies: Files } {
  const isPolicy = ({ policy }: World['documents'][number]): boolean => policy !== undefined;
  const policies = onePerFile(documents.filter(isPolicy));
  return {
    without: treeOf(filesOf(documents, packaging, isPolicy)),
    policies: Object.fromEntries(Object.entries(treeOf(policies)).map(([path, text]) => [`policies/${path}`, text])),
  };
}

function write(files: Files, { options }: World): Written {
  const written = writeInMemory(files, { ...options, allowEmpty: true });
  assert.ok(
    written.ok,
    written
      .findings()
      .map(({ code, message }) => `${code} ${message}`)
      .join('\n'),
  );
  return written;
}

test('law 16: write with the policies, delete them, write again: the original tree, byte for byte', () => {
  proveLaw({
    number: 16,
    over: world,
    check: (given) => {
      const { without, policies } = treesOf(given);
      const { files, touched } = write({ ...without, ...policies }, given);
      const left = Object.fromEntries(Object.entries(files).filter(([path]) => !(path in policies)));
      assert.equal(write(left, given).files, without);
      return touched.length > 0;
    },
  });
});

test('writing twice is writing once, however policies are packed', () => {
  proveLaw({
    number: 'write twice',
    over: world,
    check: (given) => {
      const once = write(treeOf(filesOf(given.documents, given.packaging)), given);
      const twice = write(once.files, given);
      assert.equal(twice.touched, []);
      return once.touched.length > 0;
    },
  });
});

test('the written tree renders to the objects that the original tree renders to, and so does it as a stream', () => {
  proveLaw({
    number: 'write as stream',
    over: world,
    check: (given) => {
      const options = { ...given.options, output: 'yaml', order: 'apply' } as const;
      const before = treeOf(filesOf(given.documents, given.packaging));
      const { files, touched } = write(before, given);
      const [rendered, again] = [before, files].map((tree) => renderFiles(sourcesOf(tree), options));
      assert.ok(rendered?.ok && again?.ok);
      assert.equal(sorted(again.text), sorted(rendered.text));
      if (given.packaging.modes.every((mode) => mode === 'stream') && given.packaging.separator === '---\n') {
        assert.equal(sorted(streamOf(files)), sorted(rendered.text));
      }
      return touched.length > 0;
    },
  });
});

/** The files one after the other, as `cat` and a separator would have them; without documents that are comments alone. */
function streamOf(files: Files): string {
  const texts = sourcesOf(files).map(({ size, read }) => read(0, size).toString());
  return splitStream(texts.join('\n---\n'))
    .filter((part) => /^[^#\r\n]/m.test(part))
    .join('---\n');
}

/** Objects by identity: a tree has them in another order. */
function sorted(text: string): unknown {
  return Object.fromEntries(
    objectsOf(text)
      .map((object) => [identityKey(object), object] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

test('only files that hold a Service or a route that a policy governs are touched, and generated ones', () => {
  proveLaw({
    number: 'write touches little',
    over: world,
    check: (given) => {
      const { without, policies } = treesOf(given);
      const { touched, files } = write({ ...without, ...policies }, given);
      assert.equal(
        touched.filter((path) => path.startsWith('policies/')),
        [],
      );
      for (const path of touched) assert.match(files[path] ?? '', 'resilience.auth-platform.github.com/');
      return touched.length > 0;
    },
  });
});

test.run();
