import { standardLimits } from '../../model/limits.ts';
import { type Value, valueAt } from '../../model/resource.ts';
import { parseDocument } from '../../read/parse.ts';
import { readText } from './read-text.ts';
import type { Repository } from './repository.ts';

/** A repository that the dependencies of a chart come from. */
export interface ChartRepository {
  readonly name: string;
  readonly url: string;
}

/** `helm dependency build` takes charts only from repositories that it was told about; Argo CD does so, under these names. */
export function chartRepositories(repository: Repository): readonly ChartRepository[] {
  const parsed = parseDocument(readText('Chart.yaml', repository) ?? '', standardLimits);
  const dependencies = parsed.ok ? valueAt(parsed.value, ['dependencies']) : undefined;
  const urls = (Array.isArray(dependencies) ? dependencies : []).map((each: Value) => valueAt(each, ['repository']));
  const known = new Set(urls.filter((url): url is string => typeof url === 'string' && url.startsWith('https://')));
  return [...known].map((url) => ({ name: url.replaceAll('/', '-'), url }));
}
