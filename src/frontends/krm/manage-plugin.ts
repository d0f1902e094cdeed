import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createCollector } from '../../diagnostics/collector.ts';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { reasonOf } from '../files/walk.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import type { ExitCode, World } from '../world.ts';
import { findPluginHome, pluginPaths } from './plugin-home.ts';
import { isPluginScript, pluginScript } from './plugin-script.ts';

/** Puts the plugin where kustomize looks for it, or takes it away; a file of somebody else is left alone (RP5026). */
export function managePlugin(action: 'install' | 'uninstall', given: string | undefined, world: World): ExitCode {
  const { report, diagnostics } = createCollector();
  const home = given ?? findPluginHome(world);
  if (home === undefined) report('RP5025', [], {});
  const text = home === undefined ? undefined : action === 'install' ? install(home, world, report) : uninstall(home, report);
  if (text !== undefined && diagnostics.length === 0) world.writeOutput([text]);
  return reportDiagnostics({ diagnostics, strict: false }, {}, world);
}

type Found = 'nothing' | 'ours' | 'foreign';

function look(path: string): Found {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  return stats.isFile() && isPluginScript(readFileSync(path, 'utf8')) ? 'ours' : 'foreign';
}

function install(home: string, world: World, report: Report): string | undefined {
  const { file } = pluginPaths(home);
  return attempt(file, report, (found) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, pluginScript(world.self));
    chmodSync(file, 0o755);
    return `${found === 'ours' ? 'updated' : 'wrote'} ${file}\n${advice(home, world)}`;
  });
}

/** Changes the file unless it is somebody else's; what the system refuses is reported (RP5015). */
function attempt(file: string, report: Report, change: (found: 'nothing' | 'ours') => string): string | undefined {
  try {
    const found = look(file);
    if (found !== 'foreign') return change(found);
    report('RP5026', { kind: 'file', path: file }, { path: file });
  } catch (error) {
    report('RP5015', { kind: 'file', path: file }, { path: file, reason: reasonOf(error) });
  }
  return undefined;
}

/** What is left to do, ready to be copied. */
function advice(home: string, world: World): string {
  const looked = findPluginHome(world);
  const isFound = looked !== undefined && resolve(looked) === resolve(home);
  const setting = isFound ? '' : `KUSTOMIZE_PLUGIN_HOME='${resolve(home).replaceAll("'", `'\\''`)}' `;
  return `
In the directory of your kustomization, a file renderer.yaml:

apiVersion: resilience.auth-platform.github.com/v1
kind: RendererConfig
metadata:
  name: renderer

In your kustomization.yaml:

transformers:
- renderer.yaml

Then build with:

${setting}kubectl kustomize --enable-alpha-plugins DIR
`;
}

function uninstall(home: string, report: Report): string | undefined {
  const { file, directories } = pluginPaths(home);
  return attempt(file, report, (found) => {
    if (found === 'nothing') return `there is no plugin in ${home}\n`;
    rmSync(file);
    for (const directory of directories) {
      if (readdirSync(directory).length > 0) break;
      rmdirSync(directory);
    }
    return `removed ${file}\n`;
  });
}
