import * as assert from 'uvu/assert';
import { stringAt } from '../../../src/model/resource.ts';
import { objectsOf } from '../../support/rendered.ts';
import { examples } from '../rendered.ts';
import { auditMark, isWrite, readAudit } from './audit-log.ts';
import { mustKubectl } from './kubectl.ts';
import { defineKind } from './loose-definition.ts';
import { createNamespaces } from './objects.ts';
import { condition, reporterSuite } from './reporter-suite.ts';
import type { Named } from './shop.ts';
import { sleep } from './wait.ts';

// The way of a user: render an example, `kubectl apply --server-side`, wait for Ready.

const { test, check, server, identity, start, untilReady } = reporterSuite('examples', {
  needs: ['kubectl'],
  // The example for Argo CD holds its applications, too.
  before: (started) => defineKind(started, { group: 'argoproj.io', kind: 'Application', plural: 'applications', version: 'v1alpha1' }),
});

/** Those for the newest mesh, with the annotations that it reads. */
const shown = examples().filter(({ args }) => args.length === 0);
const policies: Named[] = [];

for (const example of shown) {
  check(`${example.name}: every policy becomes Ready`, async () => {
    const objects = objectsOf(example.output());
    const own = objects.filter(({ kind }) => kind === 'ResiliencePolicy').map(({ metadata }) => namedBy(metadata));
    await createNamespaces(server(), ...new Set(objects.map(({ metadata }) => namedBy(metadata).namespace)));
    await mustKubectl(server(), ['apply', '--server-side', '-f', '-'], { input: example.output() });
    if (policies.length === 0) await start(['--grace-period=10s']);
    for (const policy of own) await untilReady(policy, 'True Applied');
    policies.push(...own);
  });
}

function namedBy(metadata: Parameters<typeof stringAt>[0]): Named {
  return { name: stringAt(metadata, ['name']), namespace: stringAt(metadata, ['namespace']) || 'default' };
}

check('kubectl wait agrees, and the columns of kubectl get show it', async () => {
  const namespace = policies[0]?.namespace ?? '';
  await mustKubectl(server(), ['wait', '-n', namespace, '--for=condition=Ready', 'resiliencepolicies', '--all', '--timeout=30s']);
  const table = await mustKubectl(server(), ['get', 'resiliencepolicies', '-n', namespace]);
  assert.match(table, /True\s+Applied/);
});

check('a cluster that rests is left alone: no write in 20 seconds, by nobody', async () => {
  const mark = auditMark(server().auditLog);
  await sleep(20_000);
  const writes = readAudit(server().auditLog, identity().user, mark).filter(isWrite);
  assert.equal(
    writes.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`),
    [],
  );
});

check('a condition that holds carries the generation that it was found for', async () => {
  for (const policy of policies) {
    const status = await untilReady(policy, 'True Applied');
    assert.is(condition(status, 'Ready')?.['observedGeneration'], status['observedGeneration']);
  }
});

test.run();
