import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../../support/golden-cases.ts';
import { lockfile } from '../../support/lockfile.ts';
import { withTree } from '../../support/temp-tree.ts';

/** Runs the audit with an npm that answers so. */
function audit(answer: string, ...flags: readonly string[]): { readonly exit: number | null; readonly text: string } {
  return withTree({ answer }, (directory) => {
    writeFileSync(join(directory, 'npm'), `#!/bin/sh\ncat '${join(directory, 'answer')}'\nexit 1\n`);
    chmodSync(join(directory, 'npm'), 0o755);
    const env = { PATH: `${directory}${delimiter}${process.env['PATH']}` };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['build/audit.mjs', ...flags], {
      cwd: repository,
      env,
      encoding: 'utf8',
    });
    assert.is(stderr, '');
    return { exit: status, text: stdout };
  });
}

const finding = (...nodes: readonly string[]): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities: { it: { severity: 'high', nodes } } });

test('a vulnerability in what is bundled fails, one in a tool is told', () => {
  const { version } = lockfile.packages['node_modules/js-yaml'] ?? {};
  const shipped = audit(finding('node_modules/js-yaml', 'node_modules/knip'));
  assert.is(shipped.exit, 1);
  assert.match(shipped.text, `high: js-yaml@${version} (bundled)\n`);
  assert.match(shipped.text, /high: knip@[\d.]+ \(a tool, not shipped\)\n\d+ bundled packages audited: 1 known vulnerabilities\n$/);
  const scoped = audit(finding('node_modules/@kubernetes/client-node'));
  assert.is(scoped.exit, 1);
  const tool = audit(finding('node_modules/knip'));
  assert.is(tool.exit, 0);
  assert.match(tool.text, /not shipped\)\n\d\d bundled packages audited: no known vulnerabilities\n$/);
});

test('a registry without advisories is told, and nothing else passes for one', () => {
  for (const answer of ['{"statusCode": 405, "error": {"summary": "", "detail": ""}}', '{"error": {"code": "ENOTFOUND"}}'])
    assert.equal([audit(answer).exit, /^not audited: the registry gives no advisories \(/.test(audit(answer).text)], [0, true], answer);
  for (const answer of [
    '',
    '{}',
    '[]',
    '{"error": {"code": "ENOLOCK"}}',
    '{"statusCode": 500}',
    '{"statusCode": 401}',
    '{"vulnerabilities": 1}',
  ])
    assert.equal([audit(answer).exit, /^npm audit failed: /.test(audit(answer).text)], [1, true], answer);
});

test.run();
