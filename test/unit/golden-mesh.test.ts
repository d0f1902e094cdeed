import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type MeshTarget, readMeshTarget, writesRules } from '../support/golden-mesh.ts';
import { withTree } from '../support/temp-tree.ts';

// What is not recognised here is not shown to the judges of its mesh.

const config = (spec: string): string => `apiVersion: resilience.auth-platform.github.com/v1\nkind: RendererConfig\nspec:\n${spec}`;

const rows: readonly (readonly [args: readonly string[], files: Readonly<Record<string, string>>, expected: MeshTarget])[] = [
  [[], {}, { mesh: 'linkerd', channel: 'standard' }],
  [['--mesh=istio'], {}, { mesh: 'istio', channel: 'standard' }],
  [['--mesh', 'istio-ambient'], {}, { mesh: 'istio-ambient', channel: 'standard' }],
  [['--mesh-version=2.18'], {}, { mesh: 'linkerd', channel: 'standard' }],
  [['--mesh=gateway-api', '--gateway-channel=experimental'], {}, { mesh: 'gateway-api', channel: 'experimental' }],
  [[], { 'in/resilience-renderer.yaml': config('  mesh: istio\n') }, { mesh: 'istio', channel: 'standard' }],
  [['--mesh=auto'], { 'in/resilience-renderer.yaml': config('  mesh: istio\n') }, { mesh: 'auto', channel: 'standard' }],
  [
    ['--config=other.yaml'],
    { 'other.yaml': config('  mesh: "gateway-api"\n  gatewayChannel: experimental\n') },
    { mesh: 'gateway-api', channel: 'experimental' },
  ],
];

for (const [args, files, expected] of rows) {
  test(`reads the mesh of ${JSON.stringify([args, Object.keys(files)])}`, () => {
    withTree({ 'in/shop.yaml': '', ...files }, (cwd) => assert.equal(readMeshTarget({ argv: ['render', 'in', ...args], cwd }), expected));
  });
}

test('knows rules of a mesh that a policy names by itself', () => {
  const golden = { name: 'x', directory: '', cwd: '.', argv: ['render', 'in'], stdin: undefined, report: '' };
  assert.is(writesRules({ ...golden, out: 'apiVersion: v1\nkind: Service\n' }), false);
  assert.is(writesRules({ ...golden, out: 'apiVersion: v1\nkind: Service\n---\napiVersion: networking.istio.io/v1\n' }), true);
  assert.is(writesRules({ ...golden, out: '{\n  "apiVersion": "networking.istio.io/v1"\n}\n' }), true);
  assert.is(writesRules({ ...golden, argv: ['render', 'in', '--mesh=gateway-api'], out: '' }), true);
});

test.run();
