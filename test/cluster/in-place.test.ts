import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { project } from '../support/project.ts';
import { identityKey, objectsOf } from '../support/rendered.ts';
import { withTree } from '../support/temp-tree.ts';
import { missingPeers, type Peer, runPeer } from './peers.ts';

const kustomizes = ['kustomize', 'kustomize-5.6', 'kubectl'] as const satisfies readonly Peer[];
const test = suite('in place');
const listed = 'resources:\n  - app/cart.yaml\n  - app/resilience.generated.yaml\n';

function build(peer: (typeof kustomizes)[number], cwd: string): string {
  const { code, stdout, stderr } = runPeer(peer, [peer === 'kubectl' ? 'kustomize' : 'build', cwd]);
  assert.is(code, 0, stderr);
  return stdout;
}

function write(cwd: string, expected = 0): string {
  const { code, stderr } = runPeer('renderer', ['render', '--write', cwd]);
  assert.is(code, expected, stderr);
  return stderr;
}

function identities(stream: string): readonly string[] {
  return objectsOf(stream).map(identityKey).sort();
}

if (missingPeers([...kustomizes, 'renderer']).length > 0) test.skip('a peer is missing', () => undefined);
else {
  for (const peer of kustomizes) {
    test(`${peer} builds what was written, with the line that the error asked for`, () => {
      withTree({ ...project, 'kustomization.yaml': 'resources:\n  - app/cart.yaml\n' }, (cwd) => {
        assert.match(write(cwd, 1), /kustomization.yaml:1:1: error RP5014: .*\n.*: "- app\/resilience.generated.yaml"\n/);
        writeFileSync(join(cwd, 'kustomization.yaml'), listed);
        write(cwd);
        const built = build(peer, cwd);
        assert.equal(identities(built), ['Service/shop/cart', 'gateway.networking.k8s.io/HTTPRoute/shop/cart']);
        assert.match(built, 'balancer.linkerd.io/failure-accrual: consecutive');
      });
    });

    test(`${peer} builds when the last policy has gone and the generated file is empty`, () => {
      withTree({ ...project, 'kustomization.yaml': listed }, (cwd) => {
        write(cwd);
        rmSync(join(cwd, 'policies/cart.yaml'));
        write(cwd);
        assert.equal(identities(build(peer, cwd)).length, 1);
      });
    });
  }
}

test.run();
