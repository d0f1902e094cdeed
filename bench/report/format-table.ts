import { formatResult } from './format-result.ts';
import type { Result } from './result.ts';

export function formatRowTitle(title: string): string {
  return `\n${title}\n`;
}

/** Two lines in the terminal: what and how it stands, then the figures. */
export function formatTableLine(result: Result): string {
  const { what, against, measured, times, goal, gate, judgement } = formatResult(result);
  const targets = goal === '' || goal === '-' ? '' : `; goal ${goal}, gate ${gate}`;
  const head = `  ${judgement.padEnd(13)} ${what}${against === '' ? '' : `, against ${against}`}`;
  return `${head}\n${' '.repeat(16)}${measured}${times === '' ? '' : `; ${times}`}${targets}\n`;
}
