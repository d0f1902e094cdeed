import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generatedPath, project, readTree, type Tree } from '../support/project.ts';
import { callCli } from '../support/run-cli.ts';
import { withTree } from '../support/temp-tree.ts';

function write(files: Tree): { readonly exit: number; readonly stderr: string; readonly after: Tree; readonly same: boolean } {
  return withTree(files, (cwd) => {
    const before = readTree(cwd);
    const { exit, stderr } = callCli(['render', '--write', '.'], { cwd });
    const after = readTree(cwd);
    return { exit, stderr, after, same: JSON.stringify(before) === JSON.stringify(after) };
  });
}

/** A kustomization with a comment and these resources. */
function kustomization(resources: readonly string[], kind = 'Kustomization'): string {
  return `# ours\napiVersion: kustomize.config.k8s.io/v1\nkind: ${kind}\nresources:\n${resources.map((entry) => `  - ${entry}\n`).join('')}`;
}

test('a kustomization beside the Service has to list the generated file', () => {
  for (const name of ['kustomization.yaml', 'kustomization.yml', 'Kustomization']) {
    const { exit, stderr, same } = write({ ...project, [`app/${name}`]: kustomization(['cart.yaml']) });
    assert.is(exit, 1);
    assert.is(
      stderr,
      `app/${name}:4:1: error RP5014: app/${name} does not list resilience.generated.yaml, so what is generated into it would never be applied\n` +
        `  hint: add a line to the resources of app/${name}: "- resilience.generated.yaml"\n`,
    );
    assert.ok(same, 'nothing is written');
  }
});

test('a component counts as well, and a kustomization without resources', () => {
  assert.match(
    write({ ...project, 'app/kustomization.yaml': kustomization(['cart.yaml'], 'Component') }).stderr,
    'kustomization.yaml:4:1: error RP5014',
  );
  assert.match(write({ ...project, 'app/kustomization.yaml': 'namespace: shop\n' }).stderr, 'kustomization.yaml:1:1: error RP5014');
});

test('any spelling of the entry is fine, and nobody is told that a kustomization is not built', () => {
  for (const entry of [
    'resilience.generated.yaml',
    './resilience.generated.yaml',
    '"./resilience.generated.yaml"',
    '../app/./resilience.generated.yaml',
  ]) {
    const { exit, stderr, after } = write({ ...project, 'app/kustomization.yaml': kustomization(['cart.yaml', entry]) });
    assert.is(exit, 0, entry);
    assert.is(stderr, 'app/cart.yaml: info RP5017: changed\napp/resilience.generated.yaml: info RP5017: created\n');
    assert.ok(generatedPath in after);
  }
});

test('without one beside it, the first above that lists the Service has to list the generated file', () => {
  const deep = { 'a/b/c/cart.yaml': project['app/cart.yaml'] ?? '', 'policy.yaml': project['policies/cart.yaml'] ?? '' };
  const above = {
    'a/kustomization.yaml': kustomization(['b/c/other.yaml']),
    'kustomization.yaml': kustomization(['a/b/c/cart.yaml', 'policy.yaml']),
  };
  const { exit, stderr, same } = write({ ...deep, ...above });
  assert.is(exit, 1);
  assert.match(stderr, /^kustomization.yaml:4:1: error RP5014: .*\n {2}hint: .*: "- a\/b\/c\/resilience.generated.yaml"\n$/);
  assert.ok(same);
  const listed = kustomization(['a/b/c/cart.yaml', './a/b/c/resilience.generated.yaml']);
  assert.is(write({ ...deep, ...above, 'kustomization.yaml': listed }).exit, 0);
});

test('a kustomization above that does not list the Service has no say', () => {
  assert.is(write({ ...project, 'kustomization.yaml': kustomization(['policies/cart.yaml']) }).exit, 0);
});

test('a kustomization above the project has no say', () => {
  withTree(
    {
      'kustomization.yaml': kustomization(['shop/app/cart.yaml']),
      ...Object.fromEntries(Object.entries(project).map(([path, text]) => [`shop/${path}`, text])),
    },
    (cwd) => {
      assert.is(callCli(['render', '--write', 'shop'], { cwd }).exit, 0);
    },
  );
});

test('a listed file of which nothing is left keeps its header; unlisted, it goes', () => {
  const listed = kustomization(['cart.yaml', 'resilience.generated.yaml']);
  const { 'policies/cart.yaml': _, ...rest } = write({ ...project, 'app/kustomization.yaml': listed }).after;
  const emptied = write(rest);
  assert.is(emptied.stderr, 'app/cart.yaml: info RP5017: changed\napp/resilience.generated.yaml: info RP5017: changed\n');
  assert.match(emptied.after[generatedPath] ?? '', /^# Written by resilience-renderer [^\n]*\n$/);
  assert.ok(write(emptied.after).same);
  // The policy comes back, or the entry goes.
  assert.match(
    write({ ...emptied.after, 'policies/cart.yaml': project['policies/cart.yaml'] ?? '' }).after[generatedPath] ?? '',
    'kind: HTTPRoute',
  );
  const { stderr, after } = write({ ...emptied.after, 'app/kustomization.yaml': kustomization(['cart.yaml']) });
  assert.is(stderr, 'app/resilience.generated.yaml: info RP5017: deleted\n');
  assert.not.ok(generatedPath in after);
});

test('a kustomization that cannot be read is an error', () => {
  const { exit, stderr, same } = write({ ...project, 'app/Kustomization': 'resources: [a\nb: {' });
  assert.is(exit, 3);
  assert.match(stderr, /^app\/Kustomization:\d+:\d+: error RP5002: app\/Kustomization cannot be read: /);
  assert.ok(same);
});

test.run();
