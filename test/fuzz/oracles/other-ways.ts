import { createCollector } from '../../../src/diagnostics/collector.ts';
import { toFindings } from '../../../src/diagnostics/finding.ts';
import { parseConfigDocument } from '../../../src/frontends/settings/parse-config-document.ts';
import { importManifests } from '../../../src/import-manifests.ts';
import { identityOf } from '../../../src/model/resource.ts';
import { bytesOfSegments, fromBytes, textOfSegments } from '../../../src/model/source.ts';
import { locate } from '../../../src/read/locate.ts';
import { renderPluginStream } from '../../../src/render-plugin-stream.ts';
import { validatePolicy } from '../../../src/validate/validate-policy.ts';
import { verifyManifests } from '../../../src/verify-manifests.ts';
import { callCli } from '../../support/run-cli.ts';
import { type FuzzInput, sourcesOf } from '../input.ts';
import { demand } from './law-broken.ts';
import { plainDocuments } from './read-output.ts';
import { losesPolicies, type Run } from './render.ts';

/** What an import prints are valid policies that read back as they were planned. */
export function checkImport(input: FuzzInput): boolean {
  const { ok, output, policies, diagnostics } = importManifests(sourcesOf(input), input.options);
  for (const { code, message } of toFindings(diagnostics, locate))
    demand(!code.startsWith('RP9') && message !== '', 'no input makes an import fail', () => code);
  const text = textOfSegments(output);
  demand(ok || text === '', 'an error leaves no output of an import', () => text);
  const { report, diagnostics: wrong } = createCollector();
  for (const object of policies) validatePolicy({ identity: identityOf(object), object }, report);
  demand(
    !wrong.some(({ severity }) => severity === 'error'),
    'imported policies are valid',
    () => `${text}\n${JSON.stringify(wrong.map(({ code }) => code))}`,
  );
  demand(
    (text === '' ? 0 : (plainDocuments(Buffer.from(text))?.length ?? -1)) === policies.length,
    'every imported policy is a document',
    () => text,
  );
  return policies.length > 0;
}

/** A configuration is taken whole or refused with a place. */
export function checkConfig({ files }: FuzzInput): boolean {
  let taken = false;
  for (const { path, bytes } of files) {
    const { report, diagnostics } = createCollector();
    const config = parseConfigDocument({ file: fromBytes(path, bytes), from: 0, to: bytes.length }, report);
    const findings = toFindings(diagnostics, locate);
    demand(
      (config === undefined) === findings.some(({ severity }) => severity === 'error'),
      'a configuration is refused exactly with an error',
      () => bytes.toString(),
    );
    for (const { code, message } of findings)
      demand(code === 'RP5007' && message !== '', 'a configuration is refused in words', () => code);
    taken ||= config !== undefined;
  }
  return taken;
}

/** What was rendered is found rendered. */
export function checkVerify(input: FuzzInput, once: Run): void {
  const files = sourcesOf(input);
  const stream = once.ok && input.options.output !== 'json' ? [fromBytes('-', once.bytes)] : files;
  const { diagnostics } = verifyManifests({ stream, policies: files }, { ...input.options, allowEmpty: true });
  const findings = toFindings(diagnostics, locate);
  demand(
    findings.every(({ code }) => !code.startsWith('RP9')),
    'no input makes a verification fail',
    () => String(findings[0]?.message),
  );
  const missed = findings.filter(({ code }) => code === 'RP3019');
  if (once.ok && stream !== files)
    demand(
      missed.length === 0,
      'every rendered policy is verified',
      () => `${missed.map(({ message }) => message).join('\n')}\n${once.bytes}`,
    );
}

/** A plugin of kustomize gives the whole stream back or nothing, and changes its own output no more. */
export function checkPlugin(input: FuzzInput): void {
  const { files, options } = input;
  const [file] = files;
  if (file === undefined) return;
  const once = renderPluginStream(fromBytes('-', file.bytes), options);
  const bytes = bytesOfSegments(once.output);
  demand(once.ok || bytes.length === 0, 'an error leaves no output of a plugin', () => String(bytes));
  if (!once.ok || bytes.length === 0 || losesPolicies(input)) return;
  const twice = renderPluginStream(fromBytes('-', bytes), { ...options, allowEmpty: true });
  demand(
    twice.ok && bytesOfSegments(twice.output).equals(bytes),
    'a plugin changes its own output no more',
    () => `${bytes}\n>>>>\n${textOfSegments(twice.output)}`,
  );
}

const commandLines: readonly (readonly string[])[] = [
  [],
  ['render', '-', '--allow-empty'],
  ['render', '-', '--output=json', '--allow-loss=all'],
  ['validate', '-'],
  ['render', '-', '--order=input', '--strict'],
];

/** The program itself: its exit code follows from what it says, and what it prints as JSON is JSON. */
export function checkProgram({ files }: FuzzInput): void {
  const [file] = files;
  if (file === undefined) return;
  const argv = commandLines[file.bytes.length % commandLines.length] ?? [];
  const { exit, stdout, stderr } = callCli(argv, {
    cwd: '.',
    world: { readStdin: () => ({ ...fromBytes('-', Buffer.from(file.bytes)), piped: true }) },
  });
  const isUsage = stderr.includes('RP5021');
  demand(!stderr.includes('RP9001') && (exit <= 1 || isUsage), 'no input makes the program fail', () => stderr);
  // A function gives its list back in any case.
  const isList = file.bytes.includes('ResourceList');
  demand(
    exit === 0 || isList || stdout === '' || argv[0] === 'validate',
    'an error leaves stdout empty',
    () => `${exit}\n${stdout}\n${stderr}`,
  );
  if (exit === 0 && argv.includes('--output=json') && !isList) demand(isJson(stdout), 'what is printed as JSON is JSON', () => stdout);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
