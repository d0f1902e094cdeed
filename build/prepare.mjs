// Runs at `npm ci` in a clone. An installed package and --omit=dev have nothing to build. npm runs it too when somebody installs from
// Git, which is how pre-commit installs a hook repository: there it has not installed the development tools, because its own install of
// them inherits `--global` (pre-commit 4.6 with npm 11), so they are installed here.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const tools = ['esbuild', 'tsx', 'typescript', 'ajv'];
const hasTools = () => tools.every((tool) => existsSync(new URL(`node_modules/${tool}/package.json`, root)));

/** Ends the run with what went wrong; npm shows it when its command fails. */
function npm(args, env) {
  const { status } = spawnSync('npm', args, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}

if (!hasTools()) {
  const isHook = process.env.npm_config_global === 'true';
  if (!isHook) process.exit(0);
  // What the outer install was told (global, prefix, omit) is not meant for this one; where packages come from is.
  const kept = Object.entries(process.env).filter(
    ([key]) => !/^npm_config_(?:global|location|prefix|local_prefix|omit|include|allow_git|install_links|package_lock)$/i.test(key),
  );
  npm(['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'], Object.fromEntries(kept));
}
npm(['run', '--silent', 'build'], process.env);
