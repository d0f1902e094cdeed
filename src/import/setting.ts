import type { FieldPath } from '../model/place.ts';
import type { PolicyField } from '../model/policy-field.ts';
import type { Resource, Value } from '../model/resource.ts';

/** A field of a policy that an import can set. */
export type Leaf = PolicyField | 'retry.enabled';

/** The value that a field of a policy gets, and the field that it comes from. */
export interface Setting {
  readonly value: Value;
  readonly resource: Resource;
  readonly path: FieldPath;
}

export type Settings = Readonly<Partial<Record<Leaf, Setting>>>;

/** Writes down a setting: none where there is no value. */
export type Take = (leaf: Leaf, value: Value | undefined, path: FieldPath) => Settings;

/** A `Take` for one object. */
export function takeFrom(resource: Resource): Take {
  return (leaf, value, path) => (value === undefined ? {} : { [leaf]: { value, resource, path } });
}

/** The fields that are set, in no particular order. */
export function settingsOf(settings: Settings): readonly (readonly [Leaf, Setting])[] {
  return Object.entries(settings) as [Leaf, Setting][];
}

/** Settings with the same signature ask for the same. */
export function signatureOf(settings: Settings): string {
  const texts = settingsOf(settings).map(([leaf, { value }]) => `${leaf} ${formatValue(value)}`);
  return texts.sort().join('\n');
}

/** The settings of some fields. */
export function pickSettings(settings: Settings, isWanted: (leaf: Leaf) => boolean): Settings {
  return Object.fromEntries(settingsOf(settings).filter(([leaf]) => isWanted(leaf)));
}

/** JSON knows no bigint, which nobody may write here but anybody can. */
function formatValue(value: Value): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
}
