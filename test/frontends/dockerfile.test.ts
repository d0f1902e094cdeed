import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { copyBundles } from '../support/copy-bundles.ts';
import { repository } from '../support/golden-cases.ts';
import { shop } from '../support/temp-tree.ts';

// No container is built here: what can be known without one is that the pins are exact, that what is copied exists, and that it is enough.

interface Instruction {
  readonly name: string;
  readonly text: string;
}

interface Stage {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

const text = readFileSync(join(repository, 'Dockerfile'), 'utf8');
const instructions: readonly Instruction[] = text
  .replace(/\\\n/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.split(' ')[0] ?? '', text: line.slice(line.indexOf(' ') + 1) }));
const args = new Map(
  instructions.filter(({ name }) => name === 'ARG').map((each) => each.text.split(/=(.*)/s).slice(0, 2) as [string, string]),
);

const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
for (const instruction of instructions) {
  const [, base = '', name = ''] = /^(\S+) AS (\S+)$/.exec(instruction.name === 'FROM' ? instruction.text : '') ?? [];
  if (instruction.name === 'FROM') stages.push({ name, base, instructions: [] });
  else stages.at(-1)?.instructions.push(instruction);
}

function stageOf(name: string): Stage {
  const found = stages.find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`there is no target ${name}`);
  return found;
}

/** The instructions of a stage and of those that it is built on. */
function allOf(stage: Stage): readonly Instruction[] {
  const below = stages.find(({ name }) => name === stage.base);
  return [...(below === undefined ? [] : allOf(below)), ...stage.instructions];
}

test('every base is an earlier stage, or pinned by version and digest', () => {
  assert.equal(
    stages.map(({ name }) => name),
    ['build', 'tools', 'slim', 'cmp'],
  );
  for (const { base } of stages) {
    const image = base.replace(/^\$\{(\w+)\}$/, (_, name: string) => args.get(name) ?? '');
    assert.ok(stages.some(({ name }) => name === image) || /^\w+:\d+\.\d+\.\d+-[\w.]+@sha256:[0-9a-f]{64}$/.test(image), image);
  }
});

test('kustomize and helm have the versions that the tests run with', () => {
  const versionIn = (tool: string, module: string): string | undefined =>
    new RegExp(`${module} (v[\\d.]+)`).exec(readFileSync(join(repository, 'test/tools', tool, 'go.mod'), 'utf8'))?.[1];
  assert.is(args.get('KUSTOMIZE_VERSION'), versionIn('kustomize', 'sigs.k8s.io/kustomize/kustomize/v5'));
  assert.is(args.get('HELM_VERSION'), versionIn('helm', 'helm.sh/helm/v4'));
});

test('both images run as uid 999 and begin with the program', () => {
  for (const name of ['slim', 'cmp']) {
    const last = (wanted: string): string | undefined =>
      allOf(stageOf(name))
        .filter((each) => each.name === wanted)
        .at(-1)?.text;
    assert.is(last('USER'), '999:999');
    assert.equal(JSON.parse(last('ENTRYPOINT') ?? ''), ['resilience-renderer']);
  }
});

test('no command fetches anything by a name of a host', () => {
  for (const { name, text: command } of instructions) {
    if (name === 'RUN') assert.not.match(command, /https?:|curl|wget|apk|apt/);
  }
});

test('the only packages that are installed are those of the lockfile, and the bill of materials goes into the image', () => {
  const runs = instructions.filter(({ name }) => name === 'RUN').map((each) => each.text);
  assert.equal(
    runs.filter((command) => /\bnpm\b|\bnpx\b|\byarn\b|\bpip\b/.test(command)),
    ['npm ci'],
  );
  assert.ok(instructions.every(({ name }) => name !== 'ADD'));
  assert.ok(allOf(stageOf('slim')).some(({ name, text: copied }) => name === 'COPY' && copied.includes('/src/dist/sbom.cdx.json ')));
});

test('the builder gets what Git has, and nothing that was made outside', () => {
  const lines = (path: string): readonly string[] =>
    readFileSync(join(repository, path), 'utf8')
      .split('\n')
      .filter((line) => !/^(?:#|$)/.test(line));
  const ignored = lines('.dockerignore').map((line) => line.replace('**/', ''));
  assert.equal(
    lines('.gitignore')
      .map((line) => line.replace(/\/$/, ''))
      .filter((line) => !ignored.includes(line)),
    [],
  );
});

test('what is copied exists', () => {
  const copied = instructions
    .filter((each) => each.name === 'COPY' && !each.text.startsWith('--from='))
    .flatMap((each) => each.text.split(' ').slice(0, -1));
  assert.equal(copied, ['.', 'LICENSE', 'plugin.yaml']);
  for (const path of copied) assert.ok(existsSync(join(repository, path)), path);
});

test('the plugin lies where argocd-cmp-server looks for it, beside its programs', () => {
  const copies = allOf(stageOf('cmp'))
    .filter(({ name }) => name === 'COPY')
    .map((each) => each.text);
  assert.ok(copies.includes('plugin.yaml /home/argocd/cmp-server/config/plugin.yaml'));
  assert.ok(copies.includes('--from=tools /go/bin/kustomize /go/bin/helm /usr/local/bin/'));
});

/** The bundles where the image has them, for a user who may write nowhere. */
function asInImage(use: (run: (argv: readonly string[], stdin?: string) => ReturnType<typeof spawnSync>) => void): void {
  const root = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    const program = join(root, 'usr/local/bin/resilience-renderer');
    const library = join(root, 'usr/local/lib/resilience-renderer/resilience-renderer.cjs');
    for (const path of [program, library]) mkdirSync(dirname(path), { recursive: true });
    copyBundles(dirname(library));
    symlinkSync(relative(dirname(program), library), program);
    const work = join(root, 'work');
    mkdirSync(work);
    for (const [name, content] of Object.entries(shop)) writeFileSync(join(work, name), content);
    for (const path of [root, work]) chmodSync(path, 0o555);
    const who = process.getuid?.() === 0 ? { uid: 999, gid: 999 } : {};
    const env = { PATH: `${dirname(program)}:${dirname(process.execPath)}:/usr/bin:/bin` };
    use((argv, input = '') => spawnSync(program, argv, { cwd: work, env, input, encoding: 'utf8', ...who }));
  } finally {
    chmodSync(root, 0o755);
    chmodSync(join(root, 'work'), 0o755);
    rmSync(root, { recursive: true, force: true });
  }
}

test('the bundles render as uid 999, without HOME, in a directory that cannot be written', () => {
  asInImage((run) => {
    for (const argv of [
      ['render', '.'],
      ['argocd', 'generate'],
    ]) {
      const { status, stdout, stderr } = run(argv);
      assert.is(status, 0, String(stderr));
      assert.match(String(stdout), 'balancer.linkerd.io/failure-accrual: consecutive');
    }
  });
});

test('it is a KRM function without any argument', () => {
  asInImage((run) => {
    const items = Object.values(shop).map((item) => `- ${item.trimEnd().replaceAll('\n', '\n  ')}\n`);
    const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items.join('')}`;
    const { status, stdout, stderr } = run([], list);
    assert.is(status, 0, String(stderr));
    assert.match(String(stdout), 'kind: ResourceList');
    assert.match(String(stdout), 'balancer.linkerd.io/failure-accrual: consecutive');
  });
});

test.run();
