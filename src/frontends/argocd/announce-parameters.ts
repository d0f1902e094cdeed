import { createCollector } from '../../diagnostics/collector.ts';
import { standardLimits } from '../../model/limits.ts';
import type { Value } from '../../model/resource.ts';
import { parseDocument } from '../../read/parse.ts';
import { readConfig } from '../settings/read-config.ts';
import type { ExitCode, World } from '../world.ts';
import { detectSource } from './detect-source.ts';
import { flattenValues } from './flatten-values.ts';
import { type Parameter, parameters } from './parameters.ts';
import { readParameters } from './read-parameters.ts';
import { readText } from './read-text.ts';
import { findProjectConfig, findRepository, type Repository } from './repository.ts';

/** A parameter as Argo CD's form wants to know it (ParameterAnnouncement). */
interface Announcement {
  readonly name: string;
  readonly title: string;
  readonly tooltip: string;
  readonly itemType?: 'boolean';
  readonly collectionType: 'string' | 'array' | 'map';
  readonly string?: string;
  readonly array?: readonly string[];
  readonly map?: Readonly<Record<string, string>>;
}

const collections = { text: 'string', flag: 'string', list: 'array', map: 'map' } as const;

/** A parameter without a value; plugin.yaml holds those of the fixed ones. */
export function announce({ name, title, tooltip, kind, choices }: Parameter): Announcement {
  const words = choices !== undefined && choices.length <= 4 ? `${tooltip} (${choices.join(', ')})` : tooltip;
  return { name, title, tooltip: words, ...(kind === 'flag' ? { itemType: 'boolean' } : {}), collectionType: collections[kind] };
}

/**
 * `argocd parameters`: the parameters that plugin.yaml does not announce (a static announcement hides a dynamic one), with what holds
 * when the Application says nothing. Never fails for what is in the repository: the form has to open where there is something to mend.
 */
export function announceParameters(world: World): ExitCode {
  const repository = findRepository(world.env['ARGOCD_APP_SOURCE_PATH']);
  const defaults = new Map<string, Value>([...fromProject(repository), ...fromChart(world, repository)]);
  const announced = parameters
    .filter(({ fixed }) => fixed === undefined)
    .map((parameter) => ({ ...announce(parameter), ...valueFields(parameter, defaults.get(parameter.name)) }));
  world.writeOutput([`${JSON.stringify(announced, null, 2)}\n`]);
  return 0;
}

function valueFields({ kind }: Parameter, value: Value | undefined): Partial<Announcement> {
  if (value === undefined) return {};
  switch (kind) {
    case 'text':
    case 'flag':
      return { string: String(value) };
    case 'list':
      return { array: (value as readonly Value[]).map(String) };
    case 'map':
      return { map: value as Readonly<Record<string, string>> };
  }
}

function fromProject(repository: Repository): readonly (readonly [string, Value])[] {
  const config = findProjectConfig(repository);
  const found = config === undefined ? undefined : { config, configRoot: repository.root };
  const settings = found && readConfig(['-'], found, createCollector().report);
  if (settings === undefined) return [];
  const { options, exclude } = settings;
  const named = Object.entries(options).map(
    ([name, value]) => [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value as Value] as const,
  );
  return exclude.length === 0 ? named : [...named, ['exclude', exclude]];
}

function fromChart({ env }: World, repository: Repository): readonly (readonly [string, Value])[] {
  const { report } = createCollector();
  if (detectSource({ source: readParameters(env, report)?.source ?? 'auto' }, report) !== 'helm') return [];
  const parsed = parseDocument(readText('values.yaml', repository) ?? '', standardLimits);
  return parsed.ok ? [['helm-parameters', flattenValues(parsed.value)]] : [];
}
