import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { repository } from '../../support/golden-cases.ts';
import { project } from '../../support/project.ts';
import { callCli } from '../../support/run-cli.ts';
import { withTree } from '../../support/temp-tree.ts';

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly entry: string;
  readonly pass_filenames: boolean;
  readonly always_run: boolean;
}

const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');
const hooks = parse(textOf('.pre-commit-hooks.yaml')) as readonly Hook[];

test('each hook comes in three languages, under the same name', () => {
  const languages = { '': 'node', '-system': 'system', '-docker': 'docker_image' };
  for (const purpose of ['check', 'write', 'validate']) {
    const found = Object.entries(languages).map(([suffix, language]) => {
      const hook = hooks.find(({ id }) => id === `resilience-renderer-${purpose}${suffix}`);
      assert.is(hook?.language, language);
      return hook?.name;
    });
    assert.is(new Set(found).size, 1);
  }
  assert.is(hooks.length, 9);
});

test('every hook looks at the whole project, whatever is committed', () => {
  for (const { id, pass_filenames: names, always_run: always } of hooks) assert.equal([names, always], [false, true], id);
});

test('the image of the hooks is the one of this version', () => {
  const { version } = JSON.parse(textOf('package.json')) as { readonly version: string };
  for (const { language, entry } of hooks)
    assert.is(entry.split(' ')[0], language === 'docker_image' ? `resilience-renderer:${version}` : 'resilience-renderer');
});

test('every entry is a command line that the program takes', () => {
  for (const { entry } of hooks) {
    const { exit } = withTree(project, (cwd) => callCli(entry.split(' ').slice(1), { cwd }));
    assert.is(exit, entry.includes('validate') ? 0 : 1, entry);
  }
});

test.run();
