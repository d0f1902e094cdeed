import type { Finding } from '../../../src/diagnostics/finding.ts';
import { bytesOfSegments, fromBytes, type SourceFile } from '../../../src/model/source.ts';
import { renderManifests } from '../../../src/pipeline.ts';
import { type FuzzInput, sourcesOf } from '../input.ts';
import { demand } from './law-broken.ts';

/** One render, all of it asked for. */
export interface Run {
  readonly ok: boolean;
  readonly bytes: Buffer;
  readonly findings: readonly Finding[];
}

export function run(files: readonly SourceFile[], options: FuzzInput['options']): Run {
  const { ok, output, findings, outcomes } = renderManifests(files, options);
  const found = findings();
  outcomes();
  for (const { code, message, span } of found) {
    demand(!code.startsWith('RP9') && message !== '', 'no input makes a stage fail', () => `${code} ${message}`);
    demand(span === undefined || (span.line >= 0 && span.col >= 0), 'every finding has a place', () => `${code} ${JSON.stringify(span)}`);
  }
  return { ok, findings: found, bytes: bytesOfSegments(output) };
}

export function errorsOf({ findings }: Pick<Run, 'findings'>): string {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message}`)
    .join('\n');
}

/** All or nothing: output exactly when nothing forbids it. */
export function checkAllOrNothing(input: FuzzInput): Run {
  const { options } = input;
  const result = run(sourcesOf(input), options);
  const forbidden = result.findings.some(({ severity }) => severity === 'error' || (options.strict === true && severity === 'warning'));
  demand(result.ok !== forbidden, 'ok exactly without an error', () => `${result.ok}\n${errorsOf(result)}`);
  demand(result.ok || result.bytes.length === 0, 'an error leaves no output', () => result.bytes.toString());
  return result;
}

/** Without its policies, what was rendered is orphaned: policies that are dropped, and those that are local. */
export function losesPolicies({ files, options }: FuzzInput): boolean {
  return options.policies === 'drop' || files.some(({ bytes }) => bytes.includes('local-config'));
}

/** Rendering twice is rendering once, to the byte. */
export function checkIdempotence(input: FuzzInput, once: Run): void {
  const { options } = input;
  if (!once.ok || once.bytes.length === 0 || losesPolicies(input)) return;
  // In JSON an empty set is a List without items, which is an error when it comes back without --allow-empty.
  const twice = run([fromBytes('rendered.yaml', once.bytes)], { ...options, allowEmpty: true });
  demand(twice.ok, 'what was rendered renders again', () => `${errorsOf(twice)}\n${once.bytes}`);
  demand(twice.bytes.equals(once.bytes), 'rendering twice is rendering once', () => `${once.bytes}\n>>>>\n${twice.bytes}`);
}

/** What the classifier says and what a parser reads lead to the same bytes. */
export function checkClassifier(input: FuzzInput, once: Run): void {
  const { options } = input;
  const parsed = run(sourcesOf(input), { ...options, parseAll: true });
  // The same identity twice is seen where the bytes prove it; what does not parse has none for a parser, and passes (docs/decisions/0002).
  const isTwice = once.findings.every(({ code, severity }) => severity !== 'error' || code === 'RP3007');
  demand(!parsed.ok || once.ok || isTwice, 'parsing everything never mends an error', () => errorsOf(once));
  // Text that does not parse has no identity, and so another place in the output.
  if (parsed.findings.some(({ code }) => code === 'RP1002')) return;
  if (parsed.ok)
    demand(parsed.bytes.equals(once.bytes), 'parsing everything changes no byte', () => `${once.bytes}\n>>>>\n${parsed.bytes}`);
  else if (once.ok && options.strict !== true) {
    const other = parsed.findings.filter(({ code, severity }) => severity === 'error' && !code.startsWith('RP1'));
    demand(other.length === 0, 'parsing everything finds errors of reading alone', () => other.map(({ message }) => message).join('\n'));
  }
}

/** The order of files does not matter. Text without an identity has no place of its own. */
export function checkOrder(input: FuzzInput, once: Run): void {
  const { options } = input;
  if (input.files.length < 2 || options.order === 'input' || once.findings.some(({ code }) => code === 'RP1002' || code === 'RP1012'))
    return;
  const other = run(sourcesOf(input).toReversed(), options);
  demand(other.ok === once.ok, 'the order of files decides nothing', () => `${errorsOf(once)}\n>>>>\n${errorsOf(other)}`);
  demand(other.bytes.equals(once.bytes), 'the order of files changes no byte', () => `${once.bytes}\n>>>>\n${other.bytes}`);
}
