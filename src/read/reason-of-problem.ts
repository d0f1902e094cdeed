import { YAMLException } from 'js-yaml';

/*
 * Some messages of js-yaml quote the text: `unidentified alias "…"`, `unknown tag !<…>`. A password that begins with `*` or `!` would
 * stand in them. The place is told anyway, so these are said without the quotation (test/unit/read/reason-of-problem.test.ts reads the
 * library's source for messages that nobody has looked at).
 */
const quoting: readonly (readonly [start: RegExp, words: string])[] = [
  [/^unidentified alias/, 'an alias (*…) of an anchor that this document does not have; if it is text, put it in quotes'],
  [/^unknown tag|^cannot resolve a node|^unacceptable node kind/, 'a tag (!…) that no manifest has; if it is text, put it in quotes'],
  [/^tag |^undeclared tag|^there is a previously declared suffix/, 'a malformed tag (!…); if it is text, put it in quotes'],
];

/** Every other message is a constant, or has a number in it. */
const constant = /^[a-z][\w ,;.'()%-]*$/i;

/** Why a text cannot be read, in words that quote nothing of it: it may be the data of a Secret. */
export function reasonOfProblem(error: unknown): string {
  // The stack is full, or a string or an array would be too long: V8 says so in constants.
  if (error instanceof RangeError) return error.message;
  const reason = error instanceof YAMLException ? error.reason : '';
  const words = quoting.find(([start]) => start.test(reason))?.[1];
  return words ?? (constant.test(reason) ? reason : 'it is not YAML that kubectl reads');
}
