import type { Finding } from '../finding.ts';
import { formatJson } from './json.ts';
import { formatText } from './text.ts';

/** How findings are printed; the keys are the choices of `--diagnostics`. */
export const formats: Readonly<Record<string, (findings: readonly Finding[], colour: boolean) => string>> = {
  text: formatText,
  json: formatJson,
};
