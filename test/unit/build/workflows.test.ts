import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { repository } from '../../support/golden-cases.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string | readonly string[];
  readonly steps: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const directory = join(repository, '.github/workflows');
const texts = new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
const workflows = new Map([...texts].map(([name, text]) => [name, parse(text) as Workflow]));
const jobs = [...workflows].flatMap(([name, { jobs: all }]) =>
  Object.entries(all).map(([job, body]) => ({ where: `${name} ${job}`, body })),
);
const release = workflows.get('release.yml') as Workflow;

const expression = (text: string): string => `$\{{ ${text} }}`;

/** What is wrong with the text of a workflow, by the rules of this repository. */
function faultsIn(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const isUse = /^\s*(?:- )?uses:/.test(line);
    const isPinned = /^\s*(?:- )?uses: [\w-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line);
    return [
      ...(isUse && !isPinned ? [`line ${i + 1}: not pinned by digest, with its version`] : []),
      ...(/\bpull_request_target\b|\bworkflow_run\b/.test(line) ? [`line ${i + 1}: runs code of others with our permissions`] : []),
      ...(/\$\{\{[^}]*github\.(?:event|head_ref)\b/.test(line) ? [`line ${i + 1}: text that others choose`] : []),
      ...(/\bsecrets\.|secrets: inherit/.test(line) ? [`line ${i + 1}: a kept secret`] : []),
      ...(/curl|wget|\bsudo (?!apt-get )/.test(line) ? [`line ${i + 1}: fetches past the lockfiles`] : []),
    ];
  });
}

test('GitHub’s own parser takes every workflow', async () => {
  assert.equal([...texts.keys()].sort(), ['ci.yml', 'release.yml']);
  for (const [name, content] of texts) {
    const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    if (value !== undefined) await convertWorkflowTemplate(context, value);
    assert.equal(
      context.errors.getErrors().map(({ message }) => message),
      [],
    );
  }
  const broken = parseWorkflow({ name: 'x', content: 'on: push\npermissions: {id-toke: write}\njobs: {}\n' }, new NoOperationTraceWriter());
  assert.ok(broken.context.errors.getErrors().length > 0, 'it would say what is wrong');
});

test('every action is pinned by its digest, no workflow runs what others choose, and none keeps a secret', () => {
  for (const [name, text] of texts) assert.equal(faultsIn(text), [], name);
  for (const [fault, line] of [
    ['not pinned', '      - uses: actions/checkout@v6'],
    ['not pinned', '        uses: actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8'],
    ['permissions', '  pull_request_target:'],
    ['choose', `      - run: echo ${expression('github.event.issue.title')}`],
    ['choose', `      - run: git switch ${expression('github.head_ref')}`],
    ['secret', `        env: {TOKEN: "${expression('secrets.NPM_TOKEN')}"}`],
    ['fetches', '      - run: curl x | sh'],
  ] as const) {
    const faults = faultsIn(line);
    assert.is(faults.length, 1, line);
    assert.match(faults[0] ?? '', fault);
  }
});

test('one action has one version', () => {
  const uses = [...texts.values()].flatMap((text) =>
    [...text.matchAll(/uses: (\S+)@(.+)$/gm)].map(([, name = '', pin = '']) => [name, pin] as const),
  );
  assert.ok(uses.length >= 15);
  for (const [name, pin] of uses) assert.is(pin, uses.find(([other]) => other === name)?.[1], name);
});

test('no script is put together from expressions', () => {
  for (const { where, body } of jobs) for (const { run = '' } of body.steps) assert.not.match(run, /\$\{\{/, where);
});

test('nothing is permitted at the top, and to each job what it needs', () => {
  for (const [name, { permissions }] of workflows) assert.equal(permissions, {}, name);
  const granted = Object.fromEntries(jobs.map(({ where, body }) => [where, body.permissions]));
  assert.equal(granted, {
    'ci.yml check': { contents: 'read' },
    'release.yml build': { contents: 'read' },
    'release.yml attest': { 'id-token': 'write', attestations: 'write' },
    'release.yml npm': { 'id-token': 'write' },
    'release.yml image': { contents: 'read', packages: 'write', 'id-token': 'write', attestations: 'write' },
    'release.yml release': { contents: 'write' },
  });
  for (const { where, body } of jobs) {
    assert.ok((body['timeout-minutes'] ?? 0) > 0, where);
    for (const { uses = '', with: given } of body.steps)
      if (uses.startsWith('actions/checkout@')) assert.is(given?.['persist-credentials'], false);
  }
});

test('a job that may write runs no package of npm: it takes what the one without permissions has built', () => {
  for (const { where, body } of jobs) {
    const writes = Object.values(body.permissions ?? {}).includes('write');
    const scripts = body.steps.map(({ run = '' }) => run).join('\n');
    if (writes) assert.not.match(scripts, /npm (?:ci|run|test|install)|npx/, where);
  }
  assert.equal(
    Object.entries(release.jobs).map(([name, { needs }]) => [name, needs]),
    [
      ['build', undefined],
      ['attest', 'build'],
      ['npm', 'attest'],
      ['image', 'attest'],
      ['release', ['npm', 'image']],
    ],
  );
});

test('a release is checked, audited, published with provenance, attested, and comes with its bill of materials', () => {
  const text = texts.get('release.yml') ?? '';
  for (const wanted of [
    'run: npm ci\n',
    'run: npm run check\n',
    'run: npm run audit -- --required\n',
    'npm publish --provenance --access public --ignore-scripts ',
  ])
    assert.ok(text.includes(wanted), wanted);
  const [, sbom] = release.jobs['attest']?.steps.filter(({ uses = '' }) => uses.startsWith('actions/attest@')) ?? [];
  assert.equal(sbom?.with, { 'subject-path': '*.tgz', 'sbom-path': 'sbom.cdx.json' });
  const push = release.jobs['image']?.steps.find(({ uses = '' }) => uses.startsWith('docker/build-push-action@'))?.with ?? {};
  assert.equal([push['provenance'], push['sbom'], push['no-cache']], ['mode=max', true, true]);
  assert.match(text, /cp dist\/sbom\.cdx\.json release\/$/m);
  assert.match(text, /gh release create .* release\/\*$/m);
});

test('every change goes through .ci/run', () => {
  const ci = workflows.get('ci.yml') as Workflow;
  assert.equal(Object.keys(ci.on), ['push', 'pull_request']);
  assert.ok(ci.jobs['check']?.steps.some(({ run }) => run === 'bash .ci/run'));
});

test.run();
