import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { stringAt } from '../../../src/model/resource.ts';
import { chartObjects } from './install-chart.ts';
import { applyAll, createNamespaces } from './objects.ts';
import { condition, reporterSuite } from './reporter-suite.ts';
import { type Named, policy, render, service, unrendered } from './shop.ts';

// Teams that render with different options share a cluster: the configuration as the chart writes it, on a real API server.

const values = ['config.allowCrossNamespace=true', 'configByNamespace.shop.annotations=operator-v1'];

const { test, check, server, untilReady } = reporterSuite('the configuration of a namespace', {
  before: (started) => createNamespaces(started, 'shop', 'bank'),
  setUp: async (suite) => {
    const config = chartObjects(values).find(({ kind }) => kind === 'ConfigMap');
    const path = join(suite.server().directory, 'config.yaml');
    writeFileSync(path, stringAt(config, ['data', 'config.yaml']));
    await suite.start([`--config=${path}`, '--grace-period=1s']);
  },
});

const [shop, bank]: readonly [Named, Named] = [
  { name: 'cart', namespace: 'shop' },
  { name: 'cart', namespace: 'bank' },
];

check('each is in force as its own team rendered it', async () => {
  await applyAll(server(), render([service(shop), policy(shop)], ['--annotations=operator-v1']));
  await applyAll(server(), render([service(bank), policy(bank)]));
  await untilReady(shop, 'Unknown NotVerifiable');
  await untilReady(bank, 'True Applied');
});

check('the options of the other team look like drift', async () => {
  const [other, same]: readonly [Named, Named] = [
    { name: 'other', namespace: 'shop' },
    { name: 'same', namespace: 'shop' },
  ];
  await applyAll(server(), render([service(other), policy(other)]));
  await applyAll(server(), render([service(same), policy(same)], ['--annotations=operator-v1']));
  const failed = await untilReady(other, 'False Failed');
  assert.match(stringAt(condition(failed, 'Drifted'), ['message']), 'failure-accrual');
  await untilReady(same, 'Unknown NotVerifiable');
});

check('between namespaces with different options the older policy wins, too', async () => {
  const rival: Named = { name: 'rival', namespace: 'bank' };
  const text = policy(rival, 'cart', ['timeout: {requestTimeout: 9s}']);
  await applyAll(server(), unrendered([text.replace('{name: cart}', '{name: cart, namespace: shop}')]));
  const lost = await untilReady(rival, 'False Conflicted');
  assert.match(stringAt(condition(lost, 'Ready'), ['message']), 'shop/cart');
  await untilReady(shop, 'Unknown NotVerifiable');
});

test.run();
