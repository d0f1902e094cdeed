import * as assert from 'uvu/assert';
import type { MeshTarget } from '../../support/golden-mesh.ts';
import { meshFixtures } from '../../support/mesh-fixtures.ts';
import { meshRefusals } from '../../support/mesh-refusals.ts';
import { goldens } from '../rendered.ts';
import { type ClusterSuite, clusterSuite } from './cluster-suite.ts';
import { dryRun } from './dry-run.ts';
import { installCrds } from './install-crds.ts';

// Rules of Istio and the Gateway API, given to kubectl and a real API server that has the definitions of both: what a cluster says
// to them. An API server has one channel of the Gateway API at a time, hence two suites.

const rules = goldens().filter(({ args, holdsRules }) => holdsRules && !args.includes('--output=json'));

function suiteOf(channel: MeshTarget['channel']): ClusterSuite['test'] {
  const { test, check, server } = clusterSuite(`rules on the ${channel} channel`, {
    needs: ['kubectl'],
    setUp: (started) => installCrds(started, () => true, `rules-${channel}`),
  });
  for (const { name, text } of Object.values(meshFixtures).filter(({ target }) => target.channel === channel)) {
    check(`the API server takes ${name}`, async () => {
      const { count, complaints } = await dryRun(server(), { name, output: () => text });
      assert.equal(complaints, []);
      assert.ok(count > 0);
    });
  }
  for (const { name, text, by } of meshRefusals.filter(({ fixture }) => fixture.target.channel === channel)) {
    const expected = by.definitions;
    if (expected === undefined) continue;
    check(`the API server refuses ${name}`, async () => {
      const { complaints } = await dryRun(server(), { name, output: () => text });
      assert.match(complaints.join('\n'), expected);
    });
  }
  for (const rendered of rules.filter(({ target }) => target.channel === channel)) {
    check(`the API server takes ${rendered.name}`, async () => assert.equal((await dryRun(server(), rendered)).complaints, []));
  }
  return test;
}

const standard = suiteOf('standard');
const experimental = suiteOf('experimental');
standard.run();
experimental.run();
