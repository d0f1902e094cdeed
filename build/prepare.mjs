// Runs at `npm ci` in a clone. Where the development tools are missing (an installed package, --omit=dev) there is nothing to build.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const tools = ['esbuild', 'tsx', 'typescript', 'ajv'];
if (!tools.every((tool) => existsSync(new URL(`../node_modules/${tool}/package.json`, import.meta.url)))) process.exit(0);
const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
process.exit(status ?? 1);
