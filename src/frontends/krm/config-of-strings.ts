import { defaultLimits, type LimitName } from '../../model/limits.ts';
import type { RendererConfigSpec } from '../../model/renderer-config.ts';
import { isObject, type ObjectValue, type Value } from '../../model/resource.ts';

type Options = Required<RendererConfigSpec>;
type KindOf<T> = T extends boolean ? 'switch' : T extends readonly string[] ? 'list' : T extends object ? 'limits' : 'text';

/** How each option is written as a string. One without a row, or with the wrong kind of row, does not compile. */
const kinds: { readonly [Name in keyof Options]: KindOf<Options[Name]> } = {
  output: 'text',
  mesh: 'text',
  meshVersion: 'text',
  annotations: 'text',
  gatewayChannel: 'text',
  clusterDomain: 'text',
  namespace: 'text',
  policies: 'text',
  orphans: 'text',
  allowLoss: 'list',
  allowEmpty: 'switch',
  order: 'text',
  strict: 'switch',
  adopt: 'switch',
  allowCrossNamespace: 'switch',
  parseAll: 'switch',
  mode: 'text',
  exclude: 'list',
  generatedFile: 'text',
  limits: 'limits',
};

/** Options as a ConfigMap holds them, each value a string, as the `spec` that they stand for; what cannot be converted stays for the schema to refuse. */
export function configOfStrings(data: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, convert(key, value)]));
}

function convert(key: string, value: Value): Value {
  if (typeof value !== 'string' || !Object.hasOwn(kinds, key)) return value;
  switch (kinds[key as keyof Options]) {
    case 'text':
      return value;
    case 'switch':
      return value === 'true' || (value === 'false' ? false : value);
    case 'list':
      return itemsOf(value);
    case 'limits':
      return Object.fromEntries(itemsOf(value).map(limitOf));
  }
}

function itemsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** `depth=50`; what is no number stays for the schema to refuse. */
function limitOf(item: string): readonly [string, Value] {
  const [name = '', text = ''] = item.split(/=(.*)/s);
  return [name, /^[0-9]+$/.test(text) && typeof defaultLimits[name as LimitName] === 'number' ? Number(text) : text];
}

/** The `data` of a ConfigMap; none is the same as an empty one. */
export function dataOf(configMap: ObjectValue): ObjectValue | undefined {
  const data = configMap['data'] ?? null;
  return data === null ? {} : isObject(data) ? data : undefined;
}
