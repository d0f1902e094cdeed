import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generatedPath, project, readTree, routedPolicy, type Tree } from '../support/project.ts';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { cartService, configText, switches, withTree } from '../support/temp-tree.ts';

interface Called extends CliResult {
  readonly before: Tree;
  readonly after: Tree;
}

/** Runs `render` with flags on `.` and keeps what became of the files. */
function render(files: Tree, ...flags: readonly string[]): Called {
  return withTree(files, (cwd) => {
    const before = readTree(cwd);
    const result = callCli(['render', '.', ...flags], { cwd });
    return { ...result, before, after: readTree(cwd) };
  });
}

/** The tree that `--write` makes of files. */
function written(files: Tree, ...flags: readonly string[]): Tree {
  const { exit, stderr, after } = render(files, '--write', ...flags);
  assert.is(exit, 0, stderr);
  return after;
}

test('--write annotates the Service where it stands and creates a file for the route beside it', () => {
  const { exit, stdout, stderr, before, after } = render(project, '--write');
  assert.equal([exit, stdout], [0, '']);
  assert.is(stderr, 'app/cart.yaml: info RP5017: changed\napp/resilience.generated.yaml: info RP5017: created\n');
  assert.equal(Object.keys(after), ['app/cart.yaml', generatedPath, 'policies/cart.yaml']);
  assert.is(after['policies/cart.yaml'], before['policies/cart.yaml']);
  assert.match(after['app/cart.yaml'] ?? '', '    balancer.linkerd.io/failure-accrual: consecutive\n');
  assert.match(after[generatedPath] ?? '', /^# Written by resilience-renderer [^\n]*\n---\napiVersion: gateway.*\nkind: HTTPRoute\n/);
});

test('only annotation lines of a Service change', () => {
  const crlf = { ...project, 'app/cart.yaml': `# ours\r\n${cartService.replaceAll('\n', '\r\n')}`.trimEnd() };
  const after = written(crlf)['app/cart.yaml'] ?? '';
  const ours = /^ {2}annotations:\r\n|^ {4}(?:balancer|resilience)[^\n]*\n/gm;
  assert.match(after, ours);
  assert.is(after.replace(ours, ''), crlf['app/cart.yaml']);
});

test('writing again changes nothing and says nothing', () => {
  const once = written(project);
  const { exit, stdout, stderr, after } = render(once, '--write', '--fail-on-change');
  assert.equal([exit, stdout, stderr], [0, '', '']);
  assert.equal(after, once);
});

test('--write, delete the policy, --write: the tree is the one before, byte for byte', () => {
  const { 'policies/cart.yaml': _, ...rest } = written(project);
  const { exit, stderr, after } = render(rest, '--write');
  assert.is(exit, 0, stderr);
  assert.is(stderr, 'app/cart.yaml: info RP5017: changed\napp/resilience.generated.yaml: info RP5017: deleted\n');
  assert.equal(after, { 'app/cart.yaml': cartService });
});

test('a policy that changes changes its route, and nothing else', () => {
  const once = written(project);
  const longer = { ...once, 'policies/cart.yaml': routedPolicy.replace('10s', '20s') };
  const { stderr, after } = render(longer, '--write');
  assert.is(stderr, 'app/resilience.generated.yaml: info RP5017: changed\n');
  assert.is(after[generatedPath], once[generatedPath]?.replace('request: 10s', 'request: 20s'));
});

test('orphans stay, or are an error, where the flag or the configuration says so', () => {
  const { 'policies/cart.yaml': _, ...rest } = written(project);
  assert.equal(render(rest, '--write', '--orphans=keep').after, rest);
  const asked = render({ ...rest, 'resilience-renderer.yaml': configText('orphans: error') }, '--write');
  assert.is(asked.exit, 1);
  assert.equal(asked.after, asked.before);
  assert.is(render({ ...rest, 'resilience-renderer.yaml': configText('orphans: error') }, '--write', '--orphans=remove').exit, 0);
});

test('--check fails with the difference and the command that fixes it, and writes nothing', () => {
  const { exit, stdout, stderr, before, after } = render(project, '--check');
  assert.is(exit, 1);
  assert.match(
    stdout,
    /^diff --git a\/app\/cart.yaml b\/app\/cart.yaml\n--- a\/app\/cart.yaml\n\+\+\+ b\/app\/cart.yaml\n@@ -3,6 \+3,11 @@\n/,
  );
  assert.match(stdout, 'new file mode 100644\n--- /dev/null\n+++ b/app/resilience.generated.yaml\n@@ -0,0 +1,');
  assert.is(
    stderr,
    'error RP5018: 2 files are not what the policies ask for\n  hint: bring everything up to date with: resilience-renderer render --write .\n',
  );
  assert.equal(after, before);
});

test('--check is content after --write, also when rendered with flags', () => {
  for (const flags of [[], ['--mesh-version=2.16'], ['--annotations=operator-v1', '--allow-loss=all'], ['--generated-file=mesh.yaml']]) {
    const { exit, stdout, stderr } = render(written(project, ...flags), '--check', '-q', ...flags);
    assert.equal([exit, stdout, stderr], [0, '', ''], flags.join(' '));
  }
});

test('the command that fixes it repeats the flags that decide what is rendered, quoted for a shell', () => {
  const flags = ['--mesh-version=2.18', '--exclude=a b', "--exclude=it's", '--allow-loss=retry.methods,timeout.idleTimeout', '--adopt'];
  const { stderr } = render(project, '--check', ...flags, '--quiet', '--generated-file=mesh.yaml');
  assert.match(
    stderr,
    "resilience-renderer render --write --mesh-version=2.18 --allow-loss=retry.methods,timeout.idleTimeout --adopt --exclude='a b' --exclude='it'\\''s' --generated-file=mesh.yaml .\n",
  );
});

test('--diff shows the same and does not fail', () => {
  const { exit, stdout, stderr, before, after } = render(project, '--diff');
  assert.equal([exit, stderr], [0, '']);
  assert.is(stdout, render(project, '--check').stdout);
  assert.equal(after, before);
});

test('--fail-on-change fails when something was written, and only then', () => {
  const { exit, stderr, after } = render(project, '--write', '--fail-on-change');
  assert.is(exit, 1);
  assert.match(stderr, /^error RP5019: 2 files were brought up to date \(--fail-on-change\)\n {2}hint: .*\n/);
  assert.equal(after, written(project));
});

test('--quiet says nothing about what was written', () => {
  assert.is(render(project, '--write', '--quiet').stderr, '');
});

test('what was written can be read by a program', () => {
  const { stderr } = render(project, '--write', '--diagnostics=json');
  const found = JSON.parse(stderr) as readonly { readonly code: string; readonly file: string }[];
  assert.equal(
    found.map(({ code, file }) => `${code} ${file}`),
    ['RP5017 app/cart.yaml', `RP5017 ${generatedPath}`],
  );
});

test('with any error nothing is written and nothing is shown', () => {
  const broken = { ...project, 'other/again.yaml': cartService };
  for (const mode of ['--write', '--check', '--diff']) {
    const { exit, stdout, stderr, before, after } = render(broken, mode);
    assert.equal([exit, stdout], [1, '']);
    assert.match(stderr, 'error RP3007');
    assert.equal(after, before);
  }
});

test('with --strict a warning forbids writing too', () => {
  const warned = { ...project, 'nameless.yaml': 'apiVersion: v1\nmetadata:\n  name: kindless\n' };
  assert.is(render(warned, '--write').exit, 0);
  const { exit, before, after } = render(warned, '--write', '--strict');
  assert.is(exit, 1);
  assert.equal(after, before);
});

test('a stream is not what the configuration shapes here', () => {
  const config = { 'resilience-renderer.yaml': configText('output: json\n  order: apply\n  policies: drop') };
  const { exit, stderr, after } = render({ ...project, ...config }, '--write', '-q');
  assert.is(exit, 0, stderr);
  assert.is(after['policies/cart.yaml'], routedPolicy);
  assert.match(after[generatedPath] ?? '', 'kind: HTTPRoute');
});

test('a file of that name which holds something else is never overwritten', () => {
  const { exit, stderr, before, after } = render({ ...project, [generatedPath]: switches('own') }, '--write');
  assert.is(exit, 1);
  assert.match(stderr, 'error RP5011');
  assert.equal(after, before);
});

test('a generated file that is not read is an error: it could not be kept up to date', () => {
  const there = render({ ...project, [generatedPath]: switches('own') }, '--write', '--exclude=**/*.generated.yaml');
  assert.is(there.exit, 1);
  assert.match(
    there.stderr,
    `${generatedPath}: error RP5011: generated objects belong into ${generatedPath}, but an exclude pattern leaves`,
  );
  assert.equal(there.after, there.before);
  assert.match(render(project, '--check', '--exclude=**/*.generated.yaml').stderr, 'error RP5011');
});

test('the name of the generated file comes from the flag, then from the configuration', () => {
  const configured = { ...project, 'resilience-renderer.yaml': configText('generatedFile: mesh.yaml') };
  assert.ok('app/mesh.yaml' in written(configured));
  assert.ok('app/other.yml' in written(configured, '--generated-file=other.yml'));
});

test('a generated file that moves with its Service', () => {
  withTree(written(project), (cwd) => {
    const service = readTree(cwd)['app/cart.yaml'] ?? '';
    rmSync(join(cwd, 'app/cart.yaml'));
    writeFileSync(join(cwd, 'policies/service.yaml'), service);
    const { exit, stderr } = callCli(['render', '--write', '.'], { cwd });
    assert.is(exit, 0, stderr);
    assert.equal(Object.keys(readTree(cwd)), ['policies/cart.yaml', 'policies/resilience.generated.yaml', 'policies/service.yaml']);
  });
});

test.run();
