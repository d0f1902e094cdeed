import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RenderOptions } from '../../src/model/options.ts';
import { fromBytes } from '../../src/model/source.ts';
import { worldFor } from './arbitraries.ts';
import { anyOptions, mutate, mutation } from './arbitraries-chaos.ts';
import { filesOf, onePerFile, streamPackaging } from './arbitraries-packaging.ts';
import type { AppProtocols } from './arbitraries-service.ts';
import { bareObjects, changeLater } from './change-later.ts';
import { proveLaw } from './law.ts';
import { errorsOf, renderFiles, renderText, renderWorld } from './rendered.ts';
import { proveSensitivity } from './sensitivity-law.ts';

/** The laws that every mesh keeps, over worlds for one of them. */
export function proveMeshLaws(mesh: string, appProtocols: AppProtocols = {}): void {
  const world = worldFor(mesh, appProtocols);
  // Linkerd reads appProtocol since 2.18, and other words than a mesh that needs one.
  const meshVersion = Object.keys(appProtocols).length === 0 ? undefined : '2.17';
  const forLinkerd: Partial<RenderOptions> = { mesh: 'linkerd', meshVersion };

  test('law 1: render(render(x)) = render(x), to the byte', () => {
    proveLaw({
      number: `1 (${mesh})`,
      over: world,
      check: ({ documents, packaging, options }) => {
        const once = renderFiles(filesOf(documents, packaging), options);
        assert.ok(once.ok, errorsOf(once));
        const twice = renderFiles([fromBytes('rendered.yaml', once.bytes)], options);
        assert.ok(twice.ok, `the output is refused:\n${errorsOf(twice)}`);
        assert.is(twice.text, once.text);
        return once.changed;
      },
    });
  });

  test('law 2: a deleted policy leaves no object', () => {
    proveLaw({
      number: `2 (${mesh})`,
      over: fc.tuple(world, fc.nat({ max: 3 })),
      check: ([given, nth]) => {
        if (given.policies.length === 0) return false;
        const { changed, later } = changeLater(given, new Map([[nth % given.policies.length, undefined]]));
        if (given.policies.length === 1) assert.not.match(later, /resilience\.auth-platform\.github\.com\/generated-from/);
        return changed;
      },
    });
  });

  test('law 9: the objects of a feature that is switched off go', () => {
    const features = fc.constantFrom('circuitBreaker', 'retry', 'timeout', 'loadBalancing', 'bulkhead');
    proveLaw({
      number: `9 (${mesh})`,
      over: fc.tuple(world, fc.nat({ max: 3 }), features),
      check: ([given, nth, feature]) => {
        const index = nth % Math.max(1, given.policies.length);
        const policy = given.policies[index];
        if (policy === undefined) return false;
        const sections = { ...policy.sections, [feature]: { ...policy.sections[feature], enabled: false } };
        return changeLater(given, new Map([[index, sections]])).changed;
      },
    });
  });

  test('law 11: the same documents in other files, in any order, parsed or not, give the same bytes', () => {
    proveLaw({
      number: `11 (${mesh})`,
      over: fc.tuple(world, streamPackaging),
      check: ([given, packaging]) => {
        const options = { ...given.options, output: 'yaml', order: 'apply' } as const;
        const one = renderFiles(onePerFile(given.documents), options);
        const two = renderFiles(filesOf([...given.documents].reverse(), packaging), { ...options, parseAll: true });
        assert.ok(one.ok && two.ok, errorsOf(one) + errorsOf(two));
        assert.is(two.text, one.text);
        return one.changed;
      },
    });
  });

  test('writers are all or nothing', () => {
    proveLaw({
      number: `all-or-nothing (${mesh})`,
      over: fc.tuple(world, fc.array(mutation, { maxLength: 1 }), anyOptions),
      check: ([given, mutations, options]) => {
        const files = mutate(filesOf(given.documents, given.packaging), mutations);
        const chosen = { ...given.options, ...options, mesh };
        const { ok, text, findings } = renderFiles(files, chosen);
        const forbidden = findings().filter(({ severity }) => severity === 'error' || (chosen.strict === true && severity === 'warning'));
        assert.is(ok, forbidden.length === 0);
        if (!ok) assert.is(text, '');
        return renderWorld(given).changed;
      },
    });
  });

  test('what was rendered for Linkerd gives way, and comes back', () => {
    proveLaw({
      number: `moving (${mesh})`,
      over: world,
      check: (given) => {
        const options = { ...given.options, output: 'yaml', order: 'apply' } as const;
        const linkerd = renderWorld(given, { ...options, ...forLinkerd });
        // A policy may be one that Linkerd refuses although every loss is accepted.
        if (!linkerd.ok) return false;
        const moved = renderText(linkerd.text, options);
        const direct = renderWorld(given, options);
        assert.ok(moved.ok && direct.ok, errorsOf(moved) + errorsOf(direct));
        assert.equal(bareObjects(moved.text), bareObjects(direct.text));
        const back = renderText(moved.text, { ...options, ...forLinkerd });
        assert.ok(back.ok, errorsOf(back));
        assert.equal(bareObjects(back.text), bareObjects(linkerd.text));
        return direct.changed;
      },
    });
  });

  test('law 17: another value of any one leaf is seen in the output, or a finding names the leaf', () =>
    proveSensitivity(mesh, { runs: 400, over: world }));
}
