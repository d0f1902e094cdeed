import * as assert from 'uvu/assert';
import { crdSetsFor } from '../crd-sets.ts';
import { examples, goldens, type Rendered } from '../rendered.ts';
import { clusterSuite } from './cluster-suite.ts';
import { dryRun } from './dry-run.ts';
import { installCrds } from './install-crds.ts';

// What the renderer prints, given to kubectl and a real API server: `kubectl apply --server-side --dry-run=server` of all of it.

const { test, check, server } = clusterSuite('rendered manifests', {
  needs: ['kubectl', 'renderer'],
  setUp: installCrds,
});

async function all(cases: readonly Rendered[]): Promise<void> {
  // What holds rules of Istio is applied to a cluster that knows them, in meshes-apply.test.ts.
  const newest = cases.filter((each) => crdSetsFor(each).includes('newest') && !each.holdsRules);
  assert.ok(newest.length > 0);
  const found: string[] = [];
  for (const rendered of newest) found.push(...(await dryRun(server(), rendered)).complaints);
  assert.is(found.join('\n'), '');
}

check('kubectl apply --server-side --dry-run=server takes every rendered example', () => all(examples()));
/** Goldens whose own input no API server with these definitions would take. */
const refusedAnyway: Readonly<Record<string, string>> = {
  'golden linkerd-own-route-of-the-policy-group-is-annotated': 'its route is of policy.linkerd.io, which is not defined here',
  'golden text-values-beside-an-edit-stay-as-written': 'its Service has a healthCheckNodePort without a load balancer',
};

check('kubectl apply --server-side --dry-run=server takes what the renderer wrote in every golden', () =>
  all(goldens().filter(({ args, name }) => !args.includes('--output=json') && refusedAnyway[name] === undefined)),
);

test.run();
