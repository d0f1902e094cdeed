import type { Finding } from '../../../src/diagnostics/finding.ts';

/** Findings that say what became of comments: written anew, not printed, printed elsewhere. */
const excuses = new Set(['RP3017', 'RP1010', 'RP1011']);
/** Documents that are ours are regenerated, local ones are left out. */
const excusedWords = /generated-from|local-config|RendererConfig/;

const commentsOf = (text: string): readonly string[] => text.match(/^[ \t]*(?:- +)?#[^\r\n]*[^\s#]/gm) ?? [];
const bare = (comment: string): string => comment.replace(/^[ \t]*(?:- +)?/, '');

/** Comments on lines of their own that are in no output although nobody was told. */
export function silentlyLost(before: readonly string[], after: readonly string[], findings: readonly Finding[]): readonly string[] {
  if (findings.some(({ code }) => excuses.has(code))) return [];
  const whole = after.join('\n');
  return before
    .filter((text) => !excusedWords.test(text) && /^[ \t]*(?!---|\.\.\.)[^\s#]/m.test(text))
    .flatMap(commentsOf)
    .map(bare)
    .filter((comment) => !whole.includes(comment));
}
