import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkRenamed, config, lines, overlay, pluginApp, policy, resources } from './kustomize-app.ts';
import { kustomizers, readBuilt, type Workshop, withWorkshop } from './kustomize-build.ts';
import { missingPeers } from './peers.ts';

// The exec plugin of old: all that stock kubectl runs without containers (krm-argocd facts §2, layout B).

const install = ({ run }: Workshop): void => assert.is(run(['plugin', 'install']).code, 0);

if (missingPeers(['kubectl', 'kustomize', 'kustomize-5.6', 'renderer']).length === 0) {
  for (const peer of kustomizers) {
    test(`${peer}: the plugin of old renders, under a prefix too`, () =>
      withWorkshop(
        { ...pluginApp, 'overlay/kustomization.yaml': overlay('namePrefix: dev-\nnamespace: prod\nconfigurations: [name-reference.yaml]') },
        (workshop) => {
          install(workshop);
          workshop.copyReference('overlay');
          checkRenamed(workshop.build(peer, 'app').stdout, ['', ''], undefined);
          checkRenamed(workshop.build(peer, 'overlay').stdout, ['dev-', ''], 'prod');
        },
      ));

    test(`${peer}: the plugin of old takes a prefix of its own layer, and a second rendering`, () =>
      withWorkshop(
        {
          ...pluginApp,
          'app/kustomization.yaml': lines(
            resources,
            'transformers: [renderer.yaml]',
            'configurations: [name-reference.yaml]',
            'nameSuffix: -eu',
          ),
          'overlay/kustomization.yaml': lines('resources: [../app]', 'namePrefix: dev-', 'transformers: [renderer.yaml]'),
          'overlay/renderer.yaml': config,
        },
        (workshop) => {
          install(workshop);
          workshop.copyReference('app');
          checkRenamed(workshop.build(peer, 'overlay').stdout, ['dev-', '-eu'], undefined);
        },
      ));

    test(`${peer}: the plugin of old fails with its words, and validates`, () => {
      const validator = {
        'app/renderer.yaml': `${config}spec:\n  mode: validate\n`,
        'app/kustomization.yaml': lines(resources, 'validators: [renderer.yaml]'),
      };
      withWorkshop({ ...pluginApp, ...validator }, (workshop) => {
        install(workshop);
        const { code, stdout, stderr } = workshop.build(peer, 'app');
        assert.is(code, 0, stderr);
        assert.is(readBuilt(stdout).length, 3);
      });
      for (const more of [{}, validator]) {
        withWorkshop({ ...pluginApp, ...more, 'app/policy.yaml': policy.replace('name: checkout', 'name: chekout') }, (workshop) => {
          install(workshop);
          const { code, stdout, stderr } = workshop.build(peer, 'app');
          assert.is.not(code, 0);
          assert.is(stdout, '');
          assert.match(stderr, /ResiliencePolicy steady \(-:\d+:\d+\): error RP3002: [^\n]*chekout/);
        });
      }
    });
  }
} else {
  test.skip('peers are missing', () => {});
}

test.run();
