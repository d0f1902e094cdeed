import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { policyCases } from '../support/policy-cases.ts';
import { checkObjects } from './crd-sets.ts';
import { missingPeers, runPeer } from './peers.ts';

// The CRD and the renderer's validator come from one schema; here the API server's own code confirms that they agree.

type Verdict = (typeof policyCases)[number]['crd'];

/** All cases of one verdict as one stream: object `case-<n>` is the n-th case. */
function streamOf(verdict: Verdict): string {
  const documents = policyCases.flatMap(({ spec, crd }, n) => (crd === verdict ? [documentOf(n, spec)] : []));
  return documents.join('---\n');
}

function documentOf(n: number, spec: string): string {
  const head = 'apiVersion: resilience.auth-platform.github.com/v1\nkind: ResiliencePolicy\n';
  const body = spec
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('');
  return `${head}metadata:\n  name: case-${n}\n  namespace: shop\nspec:\n${body}`;
}

/** crd-check names objects `case-<n>`; a reader wants the case's own name. */
function withNames(report: string): string {
  return report.replace(/case-(\d+)/g, (id, n) => `${id} (${policyCases[Number(n)]?.name})`);
}

const check = missingPeers(['crd-check']).length === 0 ? test : test.skip;

check('the API server takes our CRD: structure, CEL types and CEL cost', () => {
  const done = runPeer('crd-check', ['-validate-crds', '-crds', 'schemas/crd.yaml']);
  assert.is(done.stdout, 'checked=1 skipped=0 problems=0 complete=0 unreadable=0\n');
});

check('it accepts every policy that the table calls accepted', () => {
  const done = checkObjects('newest', streamOf('accepts'), ['-apply-defaults']);
  assert.is(done.problems, 0, withNames(done.stdout));
  assert.is(done.checked, policyCases.filter(({ crd }) => crd === 'accepts').length);
  assert.ok(done.checked > 0);
});

check('it refuses every policy that the table calls refused', () => {
  const done = checkObjects('newest', streamOf('refuses'), ['-expect-refused']);
  assert.is(done.problems, 0, withNames(done.stdout));
  assert.is(done.checked, policyCases.filter(({ crd }) => crd === 'refuses').length);
  assert.ok(done.checked > 0);
});

check('no policy that the renderer takes without an error is refused by the API server', () => {
  assert.equal(
    policyCases.filter(({ codes, crd }) => codes.length === 0 && crd === 'refuses').map(({ name }) => name),
    [],
  );
});

test.run();
