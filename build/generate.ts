/*
 * Writes everything that is derived from schemas/*.schema.json and the catalogue of diagnostics.
 *   npx tsx build/generate.ts           writes
 *   npx tsx build/generate.ts --check   exits 1 when a committed file is stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateChartCrd } from './generate-chart-crd.ts';
import { generateCrd } from './generate-crd.ts';
import { generateReadme } from './generate-readme.ts';
import { readSchema } from './generate-schema.ts';
import { generatePolicyFields, generateSpecTypes } from './generate-types.ts';
import { generateValidator, validatorTypes } from './generate-validator.ts';

const policySource = 'resilience-policy.schema.json';
const configSource = 'renderer-config.schema.json';
const dashboard = 'charts/resilience-renderer/files/dashboard.json';

interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly committed: boolean;
}

async function generateCode(): Promise<readonly GeneratedFile[]> {
  const policy = readSchema(policySource);
  const config = readSchema(configSource);
  const crd = generateCrd(policy, policySource);
  return [
    { path: 'src/validate/policy-schema.gen.js', text: generateValidator(policy, policySource), committed: false },
    { path: 'src/validate/policy-schema.gen.d.ts', text: validatorTypes, committed: false },
    { path: 'src/validate/config-schema.gen.js', text: generateValidator(config, configSource), committed: false },
    { path: 'src/validate/config-schema.gen.d.ts', text: validatorTypes, committed: false },
    { path: 'src/model/policy-spec.ts', text: await generateSpecTypes(policy, policySource), committed: true },
    { path: 'src/model/renderer-config.ts', text: await generateSpecTypes(config, configSource), committed: true },
    { path: 'src/model/policy-field.ts', text: generatePolicyFields(policy, policySource), committed: true },
    { path: 'schemas/crd.yaml', text: crd, committed: true },
    { path: 'charts/resilience-renderer/templates/crd.yaml', text: generateChartCrd(crd), committed: true },
    // A base of kustomize reads no file outside of its directory.
    { path: 'deploy/crd.yaml', text: crd, committed: true },
    { path: 'deploy/monitoring/dashboard.json', text: readFileSync(locate(dashboard), 'utf8'), committed: true },
  ];
}

/** Imported late: the reference asks the program itself, which needs the code that is generated first. */
async function generateDocs(): Promise<readonly GeneratedFile[]> {
  const { generateReference } = await import('./generate-reference.ts');
  const { generateMeshes } = await import('./generate-meshes.ts');
  return [
    { path: 'README.md', text: generateReadme(), committed: true },
    { path: 'docs/meshes.md', text: generateMeshes(), committed: true },
    { path: 'docs/reference.md', text: generateReference(readSchema(policySource), readSchema(configSource)), committed: true },
  ];
}

function locate(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

function write(file: GeneratedFile): void {
  const target = locate(file.path);
  if (existsSync(target) && readFileSync(target, 'utf8') === file.text) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, file.text);
  console.log(`wrote ${file.path}`);
}

function isStale(file: GeneratedFile): boolean {
  const target = locate(file.path);
  return !existsSync(target) || readFileSync(target, 'utf8') !== file.text;
}

const isCheck = process.argv.includes('--check');
let stale = false;
for (const generate of [generateCode, generateDocs]) {
  for (const file of await generate()) {
    if (!isCheck || !file.committed) write(file);
    else if (isStale(file)) {
      stale = true;
      console.error(`${file.path} is stale: run npm run gen`);
    }
  }
}
process.exitCode = stale ? 1 : 0;
