// `npm audit`, judged by what is shipped: everything bundled is a devDependency, so `--omit=dev` would look at nothing, and without it a
// finding in a linter would stop a release. A finding in what is bundled fails; one in a tool is told.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What npm says about an answer of a registry that has no audit endpoint, or about one that it did not reach. */
const unavailable = /^(?:404|405|410|501|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ECONNRESET)$/;

/** Lines to print, and the exit code, for the JSON of `npm audit` and the names and versions in the bill of materials. */
export function judgeAudit(report, { bundled, versionAt, required }) {
  if (report.error !== undefined || report.statusCode !== undefined) {
    const reason = String(report.statusCode ?? report.error.code ?? '');
    if (unavailable.test(reason)) return { exit: required ? 1 : 0, lines: [`not audited: the registry gives no advisories (${reason})`] };
    return { exit: 1, lines: [`npm audit failed: ${reason || report.message || 'it says nothing of vulnerabilities'}`] };
  }
  if (typeof report.vulnerabilities !== 'object') return { exit: 1, lines: ['npm audit failed: it says nothing of vulnerabilities'] };
  const found = Object.values(report.vulnerabilities).flatMap(({ severity, nodes }) => nodes.map((node) => describe(node, severity)));
  function describe(node, severity) {
    const name = `${node.split('node_modules/').at(-1)}@${versionAt(node)}`;
    const isShipped = bundled.has(name);
    return { isShipped, line: `${severity}: ${name} (${isShipped ? 'bundled' : 'a tool, not shipped'})` };
  }
  const shipped = found.filter(({ isShipped }) => isShipped);
  const count = `${bundled.size} bundled packages audited: ${shipped.length === 0 ? 'no' : shipped.length} known vulnerabilities`;
  return { exit: shipped.length === 0 ? 0 : 1, lines: [...found.map(({ line }) => line).sort(), count] };
}

const readJson = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

function parseReport(stdout) {
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { components } = readJson('../dist/sbom.cdx.json');
  const { packages } = readJson('../package-lock.json');
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: new URL('..', import.meta.url), encoding: 'utf8', maxBuffer: 1e8 });
  const { exit, lines } = judgeAudit(parseReport(stdout), {
    bundled: new Set(components.map(({ purl }) => decodeURIComponent(purl.slice('pkg:npm/'.length)))),
    versionAt: (node) => packages[node]?.version,
    // A release goes nowhere without an answer.
    required: process.argv.includes('--required'),
  });
  console.log(lines.join('\n'));
  process.exitCode = exit;
}
