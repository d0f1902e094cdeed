import { group } from '../model/group.ts';
import { type GroupKind, isKind } from '../model/kinds.ts';
import { identityOf, isList, isObject, type Value } from '../model/resource.ts';

/** Text in double braces: its index in the document and how it reads. */
export interface TemplateText {
  readonly index: number;
  readonly expression: string;
}

/** Kinds in which braces are never data, annotations apart: a name or port with braces would be planned for as it stands. */
const plainKinds: readonly GroupKind[] = [
  { group: '', kind: 'Service' },
  { group: '', kind: 'Namespace' },
  { group, kind: 'ResiliencePolicy' },
];

/** The key that js-yaml makes of a mapping that is a key: how `name: {{ .Values.name }}` reads. No API has such a key. */
const mappingAsKey = '[object Object]';
/** So far an expression is looked at. */
const longest = 200;
const unquoted = /^[^"'#\n]*?\{\{/m;

/** The first text in double braces of a document that does not parse. */
export function findTemplateText(text: string): TemplateText | undefined {
  const index = text.indexOf('{{');
  return index === -1 ? undefined : templateAt(text, index);
}

/** Template text in a document that parses all the same: without quotes it reads as a mapping, within quotes as a string. */
export function findParsedTemplate(text: string, value: Value): TemplateText | undefined {
  if (!text.includes('{{') || !holdsTemplate(value, false, new Set())) return undefined;
  const found = unquoted.exec(text);
  return templateAt(text, found === null ? text.indexOf('{{') : found.index + found[0].length - 2);
}

/** Words of templates, and the ways into what Helm hands to one: names that somebody gave, never data. */
const words = 'if|else|end|range|with|include|template|define|block|tpl|toYaml|required|default|not|and|or|eq';
const known = new RegExp(
  `^\\{\\{-?(?:\\s*(?:${words})\\b)*(?:\\s*\\$?\\.(?:Values|Release|Chart|Capabilities|Template|Files)(?:\\.\\w+)*(?![\\w.]))?`,
);

/** As far as it is certain that it is no data: `{{ "…" | b64enc }}` in a Secret holds its value, and so may any text in braces. */
function templateAt(text: string, index: number): TemplateText {
  const shown = known.exec(text.slice(index, index + longest))?.[0] ?? '{{';
  const end = /^\s*-?\}\}/.exec(text.slice(index + shown.length, index + longest))?.[0].trim();
  return { index, expression: `${shown} ${end ?? '… }}'}` };
}

/** `plain`: braces in strings count too. Aliases make a graph, so nothing is visited twice. */
function holdsTemplate(value: Value, plain: boolean, seen: Set<Value>): boolean {
  if (typeof value === 'string') return plain && value.includes('{{');
  if ((!isObject(value) && !isList(value)) || seen.has(value)) return false;
  seen.add(value);
  if (isList(value)) return value.some((item) => holdsTemplate(item, plain, seen));
  const inside = Object.hasOwn(value, 'kind') ? plainKinds.some((kind) => isKind(identityOf(value), kind)) : plain;
  return Object.entries(value).some(([key, item]) => key === mappingAsKey || holdsTemplate(item, inside && key !== 'annotations', seen));
}
