import type { Report } from '../../diagnostics/diagnostic.ts';
import type { RenderOptions } from '../../model/options.ts';
import type { Place } from '../../model/place.ts';
import type { RendererConfigSpec } from '../../model/renderer-config.ts';
import type { SourceFile } from '../../model/source.ts';
import { indexFile } from '../../read/index-file.ts';
import type { RenderFlags } from '../render-flags.ts';
import { type ConfigDocument, parseConfigDocument } from './parse-config-document.ts';
import { checkFlags, optionsOfFlags, readConfigFile, refuseMode } from './read-config.ts';

/** Options for all namespaces, and for some the whole of those that hold there. */
export interface NamespacedSettings {
  readonly options: Partial<RenderOptions>;
  readonly byNamespace: ReadonlyMap<string, NamespaceSettings>;
}

export interface NamespaceSettings {
  readonly options: Partial<RenderOptions>;
  /** Of a field of the spec, for problems that show later. */
  place(field: string): Place;
  readonly namespacePlace: Place;
}

type OfFile = ReadonlyMap<string, ConfigDocument>;
const none: OfFile = new Map();

/**
 * Reads the config file of the flags, of which one RendererConfig is for all namespaces and any other for the policies of its own
 * `metadata.namespace`: what that sets comes before the general one, and flags before both. Undefined when an error was reported
 * (RP5001, RP5002, RP5006, RP5007, RP5045).
 */
export function readConfigByNamespace(flags: RenderFlags, report: Report): NamespacedSettings | undefined {
  const file = flags.config === undefined ? undefined : readConfigFile(flags.config, undefined, report);
  const documents = flags.config === undefined ? none : file && parseDocuments(file, report);
  if (!checkFlags(flags, report) || documents === undefined) return undefined;
  const general = optionsOf(documents.get('')?.spec ?? {});
  const fromFlags = optionsOfFlags(flags);
  const specific = [...documents].filter(([namespace]) => namespace !== '');
  const settings = specific.map(([namespace, { spec, at }]): [string, NamespaceSettings] => [
    namespace,
    {
      options: { ...general, ...optionsOf(spec), ...fromFlags },
      place: (field) => at(['spec', field], 'value'),
      namespacePlace: at(['metadata', 'namespace'], 'value'),
    },
  ]);
  return { options: { ...general, ...fromFlags }, byNamespace: new Map(settings) };
}

function parseDocuments(file: SourceFile, report: Report): OfFile | undefined {
  const index = indexFile(file);
  const ranges = index.ok && index.documents.length > 0 ? index.documents : [{ from: 0, to: file.size }];
  const documents = new Map<string, ConfigDocument>();
  let isGood = true;
  for (const { from, to } of ranges) {
    const document = parseConfigDocument({ file, from, to }, report);
    const namespace = document && namespaceOf(document, report);
    if (document === undefined || namespace === undefined || !refuseMode(document, report)) isGood = false;
    else if (documents.has(namespace)) isGood = reportTwice([document, documents.get(namespace) ?? document], namespace, report);
    else documents.set(namespace, document);
  }
  return isGood ? documents : undefined;
}

/** '' is for all. */
function namespaceOf({ namespace, at }: ConfigDocument, report: Report): string | undefined {
  if (namespace === undefined || namespace === null) return '';
  if (typeof namespace === 'string' && /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) return namespace;
  const problem = 'must be the name of a namespace (at most 63 lower-case letters, digits and -)';
  report('RP5007', at(['metadata', 'namespace'], 'value'), { field: 'metadata.namespace', problem });
  return undefined;
}

function reportTwice(pair: readonly [ConfigDocument, ConfigDocument], namespace: string, report: Report): false {
  const places = pair.map(({ at }) => at(namespace === '' ? ['kind'] : ['metadata', 'namespace'], 'value'));
  report('RP5045', places, { namespace });
  return false;
}

/** What shapes files says nothing about a cluster. */
function optionsOf({ exclude: _, generatedFile: __, mode: ___, ...options }: RendererConfigSpec): Partial<RenderOptions> {
  return options;
}
