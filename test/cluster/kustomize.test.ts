import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';
import { cartPolicy, cartService } from '../support/temp-tree.ts';
import {
  checkBuilt,
  checkRenamed,
  componentApp,
  execConfig,
  files,
  functionApp,
  lines,
  local,
  outcome,
  overlay,
  policy,
  rendered,
  resources,
} from './kustomize-app.ts';
import { readBuilt, withFunctions, withWorkshop } from './kustomize-build.ts';
import { missingPeers } from './peers.ts';

// kustomize before and after `exec.args` (5.7), and stock kubectl (krm-argocd facts §2).

if (missingPeers(['kubectl', 'kustomize', 'kustomize-5.6', 'renderer']).length === 0) {
  for (const peer of withFunctions) {
    test(`${peer}: a function as transformer renders`, () =>
      withWorkshop(functionApp, ({ build }) => {
        const { code, stdout, stderr } = build(peer, 'app');
        assert.is(code, 0, stderr);
        assert.is(stderr, '');
        checkRenamed(stdout, ['', ''], undefined);
      }));

    test(`${peer}: what the function writes is what render writes behind the build`, () =>
      withWorkshop(
        {
          ...functionApp,
          'plain/kustomization.yaml': lines('resources: [service.yaml, policy.yaml, account.yaml]'),
          ...Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace('app', 'plain'), text])),
        },
        ({ build, run }) => {
          const piped = run(['render', '-'], build(peer, 'plain').stdout);
          assert.is(piped.code, 0, piped.stderr);
          const sorted = (text: string): readonly string[] =>
            readBuilt(text)
              .map((object) => JSON.stringify(object))
              .sort();
          const keysOf = (text: string): readonly string[] => sorted(text).map((object) => [...object].sort().join(''));
          assert.equal(keysOf(build(peer, 'app').stdout), keysOf(piped.stdout));
        },
      ));

    test(`${peer}: an error reaches the terminal and fails the build`, () =>
      withWorkshop({ ...functionApp, 'app/policy.yaml': policy.replace('name: checkout', 'name: chekout') }, ({ build }) => {
        const { code, stdout, stderr } = build(peer, 'app');
        assert.is.not(code, 0);
        assert.is(stdout, '');
        assert.match(stderr, /^ResiliencePolicy steady \(-:\d+:\d+\): error RP3002: policy steady targets Service "chekout"/);
        assert.match(stderr, 'did you mean "checkout"?');
      }));

    test(`${peer}: a file is named where buildMetadata names it`, () => {
      const kustomization = `${functionApp['app/kustomization.yaml']}buildMetadata: [originAnnotations]\n`;
      const broken = { 'app/policy.yaml': policy.replace('name: checkout', 'name: chekout'), 'app/kustomization.yaml': kustomization };
      withWorkshop({ ...functionApp, ...broken }, ({ build }) =>
        assert.match(build(peer, 'app').stderr, /^policy\.yaml \(-:\d+:\d+\): error RP3002/),
      );
    });

    test(`${peer}: a validator passes and fails`, () => {
      const validator = {
        'app/renderer.yaml': `${execConfig}spec:\n  mode: validate\n`,
        'app/kustomization.yaml': lines(resources, 'validators: [renderer.yaml]'),
      };
      withWorkshop({ ...functionApp, ...validator }, ({ build }) => {
        const { code, stdout, stderr } = build(peer, 'app');
        assert.is(code, 0, stderr);
        assert.equal(outcome(readBuilt(stdout)), ['ResiliencePolicy steady', 'Service checkout', 'ServiceAccount partner']);
      });
      const wrong = { 'app/policy.yaml': policy.replace('failureThreshold: 7', 'failureThreshold: 0') };
      withWorkshop({ ...functionApp, ...validator, ...wrong }, ({ build }) => {
        const { code, stderr } = build(peer, 'app');
        assert.is.not(code, 0);
        assert.match(stderr, /error RP2001/);
      });
    });

    test(`${peer}: as a generator it says that it cannot see anything`, () =>
      withWorkshop({ ...functionApp, 'app/kustomization.yaml': lines(resources, 'generators: [renderer.yaml]') }, ({ build }) => {
        const { code, stderr } = build(peer, 'app');
        assert.is.not(code, 0);
        assert.match(stderr, /error RP5027/);
      }));

    test(`${peer}: a policy of local configuration steers and does not reach the cluster`, () =>
      withWorkshop({ ...functionApp, 'app/policy.yaml': policy.replace('  name: steady\n', `  name: steady\n${local}`) }, ({ build }) => {
        const found = outcome(readBuilt(build(peer, 'app').stdout));
        assert.equal(
          found,
          rendered().filter((each) => !each.startsWith('ResiliencePolicy')),
        );
      }));

    test(`${peer}: the Component renders, and an overlay renames all of it`, () =>
      withWorkshop({ ...componentApp, 'overlay/kustomization.yaml': overlay('namePrefix: dev-\nnamespace: prod') }, ({ build }) => {
        checkRenamed(build(peer, 'app').stdout, ['', ''], undefined);
        const objects = build(peer, 'overlay').stdout;
        checkBuilt(objects, rendered('dev-'), ['dev-checkout', 'dev-partner', 'dev-steady-8080', 'dev-steady-9000']);
        assert.ok(readBuilt(objects).every(({ metadata }) => metadata.namespace === 'prod'));
      }));

    for (const [name, more, ends] of [
      ['prefix', 'namePrefix: dev-\nnamespace: prod', ['dev-', '']],
      ['suffix', 'nameSuffix: -eu\nnamespace: prod', ['', '-eu']],
    ] as const) {
      test(`${peer}: a ${name} in front of the function, and a second rendering above it, leave nothing behind`, () => {
        const layers = {
          ...functionApp,
          'app/kustomization.yaml': lines(resources, 'transformers: [renderer.yaml]', 'configurations: [name-reference.yaml]', more),
          'overlay/kustomization.yaml': overlay(more.replace('prod', 'live')),
          'twice/kustomization.yaml': lines('resources: [../overlay]', 'components: [../kustomize/component]'),
        };
        withWorkshop(layers, ({ build, run, copyReference }) => {
          copyReference('app');
          checkRenamed(build(peer, 'app').stdout, ends, 'prod');
          const [prefix, suffix] = ends;
          const twice = build(peer, 'twice');
          checkRenamed(twice.stdout, [prefix + prefix, suffix + suffix], 'live');
          assert.is(run(['verify', '--policies', 'app', '-'], twice.stdout).stderr, '1 policy, rendered\n');
        });
      });
    }

    test(`${peer}: without --enable-exec the function is skipped in silence, and verify says so`, () =>
      withWorkshop(functionApp, ({ build, buildWithoutExec, run }) => {
        const { code, stdout } = buildWithoutExec(peer, 'app');
        assert.is(code, 0);
        const verified = run(['verify', '--policies', 'app', '-'], stdout);
        assert.is(verified.code, 1);
        assert.match(verified.stderr, /^app\/policy\.yaml:4:9: error RP3019: [^\n]*\n {2}hint: [^\n]*--enable-exec/);
        assert.is(run(['verify', '--policies', 'app', '-'], build(peer, 'app').stdout).stderr, '1 policy, rendered\n');
      }));
  }

  for (const peer of withFunctions) {
    test(`${peer}: examples/kustomize gives what its README promises`, () =>
      withWorkshop({}, ({ build, buildWithoutExec, run }) => {
        const example = (name: string): string => join(repository, 'examples/kustomize', name);
        const { code, stdout, stderr } = build(peer, example('prod'));
        assert.equal([code, stderr], [0, '']);
        const objects = readBuilt(stdout);
        assert.equal(outcome(objects), ['HTTPRoute prod-quotes', 'HTTPRoute prod-quotes-retry', 'Service prod-quotes']);
        assert.is(objects[0]?.metadata.annotations?.['balancer.linkerd.io/failure-accrual-consecutive-max-failures'], '3');
        assert.ok(objects.every(({ metadata }) => metadata.namespace === 'partners'));
        assert.is(run(['verify', '--policies', example('base'), '-'], buildWithoutExec(peer, example('prod')).stdout).code, 1);
      }));
  }

  test('kubectl runs no function and says nothing; verify does', () =>
    withWorkshop(functionApp, ({ build, run }) => {
      const { code, stdout } = build('kubectl', 'app');
      assert.is(code, 0);
      assert.is(run(['verify', '--policies', 'app', '-'], stdout).code, 1);
      assert.is(run(['verify', '-'], stdout).code, 1, 'the policy is in the stream too');
    }));

  test('one Service and one policy are rendered in the namespace that they name', () =>
    withWorkshop(
      {
        'app/all.yaml': `${cartService}---\n${cartPolicy}`,
        'app/kustomization.yaml': 'resources: [all.yaml]\ncomponents: [../kustomize/component]\n',
      },
      ({ build }) => {
        assert.equal(outcome(readBuilt(build('kustomize', 'app').stdout)), ['ResiliencePolicy cart', 'Service cart']);
      },
    ));
} else {
  test.skip('peers are missing', () => {});
}

test.run();
