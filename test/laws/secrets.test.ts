import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { World } from '../../src/frontends/world.ts';
import { type Confidential, confidential, type Marker } from '../support/arbitraries-secrets.ts';
import { proveLaw } from '../support/law.ts';
import { project } from '../support/project.ts';
import { listText } from '../support/resource-list.ts';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { withTree } from '../support/temp-tree.ts';

// Values of Secrets and of annotations that are not ours are never shown (design §6): by no frontend, in no format, in no difference.

/** Nothing as long as this is a part of the marker by chance; a message that cuts it off shows it all the same. */
const window = 6;

function partsOf({ plain, base64 }: Marker): readonly string[] {
  return [plain, base64].flatMap((text) => Array.from({ length: text.length - window + 1 }, (_, i) => text.slice(i, i + window)));
}

function treeOf({ text, place }: Confidential): Readonly<Record<string, string>> {
  const service = project['app/cart.yaml'] ?? '';
  const beside = text.endsWith('\n') ? text : `${text}\n`;
  switch (place) {
    case 'before':
      return { ...project, 'app/cart.yaml': `${beside}---\n${service}` };
    case 'behind':
      return { ...project, 'app/cart.yaml': `${service}---\n${beside}` };
    case 'apart':
      return { ...project, 'app/beside.yaml': text };
  }
}

interface Said {
  readonly how: string;
  readonly text: string;
}

/** A RendererConfig, as kustomize hands it to a plugin. */
const config = 'apiVersion: resilience.auth-platform.github.com/v1\nkind: RendererConfig\nmetadata:\n  name: renderer\n';

/** Command lines whose output is for a cluster, which gets the data, of course: only what they say counts. */
const printing: readonly (readonly string[])[] = [
  ['render', 'app', 'policies'],
  ['render', 'app', 'policies', '--diagnostics=json', '--parse-all', '--mesh=auto'],
  ['render', '-', '--output=json', '--mesh=istio-ambient'],
];
/** Those that print for a person, or nothing. The one that writes comes last. */
const showing: readonly (readonly string[])[] = [
  ['validate', '.'],
  ['verify', '--policies', 'policies', '-'],
  ['import', 'app', 'policies'],
  ['render', '--diff', '.'],
  ['render', '--check', '.'],
  ['render', '--write', '--diagnostics=json', '.'],
];

function sayAll(given: Confidential): readonly Said[] {
  const tree = treeOf(given);
  const stdin = Object.values(tree).join('---\n');
  return withTree({ ...tree, 'config/plugin': config }, (cwd) => {
    const call = (argv: readonly string[], env: World['env'] = {}, input = stdin): CliResult =>
      callCli(argv, { cwd, stdin: input, world: { env } });
    const list = call([], {}, listText(Object.values(tree)));
    return [
      { how: 'function', text: list.stderr + (/^results:.*/ms.exec(list.stdout)?.[0] ?? '') },
      { how: 'plugin', text: call([join(cwd, 'config/plugin')], { KUSTOMIZE_PLUGIN_CONFIG_STRING: config }).stderr },
      { how: 'argocd', text: call(['argocd', 'generate'], { ARGOCD_APP_NAME: 'cart', ARGOCD_APP_NAMESPACE: 'shop' }).stderr },
      ...printing.map((argv) => ({ how: argv.join(' '), text: call(argv).stderr })),
      ...showing.map((argv) => {
        const { stdout, stderr } = call(argv);
        return { how: argv.join(' '), text: stdout + stderr };
      }),
    ];
  });
}

function assertSilent(given: Confidential): boolean {
  const parts = partsOf(given.mark);
  const said = sayAll(given);
  for (const { how, text } of said) {
    const shown = parts.find((part) => text.includes(part));
    if (shown !== undefined) assert.unreachable(`${how} shows ${shown}:\n${text}\n${given.kind}, ${given.place}:\n${given.text}`);
  }
  return said.some(({ text }) => text !== '');
}

test('no frontend shows data of a Secret, or an annotation of somebody else, however broken the text', () => {
  proveLaw({ number: 'secrets', runs: 110, over: confidential, check: assertSilent });
});

test.run();
