/** A value of an object with the path that leads to it, for a model that says where something is wrong. */
export interface Located {
  readonly path: string;
  readonly value: unknown;
}

export function at({ path, value }: Located, key: string): Located {
  const inside = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  return { path: path === '' ? key : `${path}.${key}`, value: inside };
}

/** What lies below several keys, one after the other. */
export function below(root: Located, keys: string): Located {
  return keys.split('.').reduce(at, root);
}

/** The members of a list; none where there is none. */
export function members({ path, value }: Located): readonly Located[] {
  return Array.isArray(value) ? value.map((each: unknown, i) => ({ path: `${path}[${i}]`, value: each })) : [];
}

export function textAt(root: Located, keys: string): string {
  const { value } = below(root, keys);
  return typeof value === 'string' ? value : '';
}
