import { Command, CommanderError } from 'commander';
import { printableLines } from '../../diagnostics/format/text.ts';
import { nearestName } from '../../diagnostics/nearest-name.ts';
import type { ExitCode, World } from '../world.ts';
import { argocdCommand } from './argocd-command.ts';
import { dispatch } from './dispatch.ts';
import { explainCodeCommand } from './explain-code-command.ts';
import { formatFailure } from './format-failure.ts';
import { importCommand } from './import-command.ts';
import { pluginCommand } from './plugin-command.ts';
import { renderCommand } from './render-command.ts';
import { reporterCommand } from './reporter-command.ts';
import { validateCommand } from './validate-command.ts';
import { verifyCommand } from './verify-command.ts';
import { version } from './version.ts';

const commands = [
  renderCommand,
  validateCommand,
  importCommand,
  argocdCommand,
  verifyCommand,
  pluginCommand,
  reporterCommand,
  explainCodeCommand,
] as const;

/** Runs one command line, or a call of kustomize or kpt that has none, and returns the exit code of the process. */
export function runCli(world: World): ExitCode {
  try {
    return dispatch(world) ?? runCommand(world);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    world.writeError(formatFailure(error, world.env));
    return 3;
  }
}

function runCommand(world: World): ExitCode {
  let exit: ExitCode = 0;
  const program: Command = new Command('resilience-renderer')
    .description('Renders ResiliencePolicy manifests into what a service mesh enforces.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .showHelpAfterError('(add --help for the options and examples)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void world.writeOutput([text]),
      // What is wrong with a command line is said in its own words.
      writeErr: (text) => world.writeError(printableLines(text)),
      outputError: (text, write) => write(addSuggestion(text, program)),
    })
    .addHelpText('after', examples);
  const done = (code: ExitCode): void => {
    exit = code;
  };
  for (const make of commands) {
    const command = make(world, done).copyInheritedSettings(program);
    for (const inner of command.commands) inner.copyInheritedSettings(program);
    program.addCommand(command);
  }
  if (world.argv.length === 0) program.help();
  program.parse([...world.argv], { from: 'user' });
  return exit;
}

/** Commander suggests nothing for `--polices=drop`, where it compares the value too, and nothing for the start of a name. */
function addSuggestion(text: string, program: Command): string {
  const [, option, command] = /^error: unknown (?:option '(--[^'=]+)=|command '([^']+)')/.exec(text) ?? [];
  const given = option ?? command;
  if (given === undefined || text.includes('(Did you mean')) return text;
  const options = program.commands.flatMap((each) => each.options.flatMap(({ long }) => long ?? []));
  const names = option === undefined ? program.commands.map((each) => each.name()) : options;
  const nearest = names.find((name) => name.startsWith(given)) ?? nearestName(given, names);
  return nearest === undefined ? text : `${text.trimEnd()}\n(Did you mean ${nearest}?)\n`;
}

const examples = `
Examples:
  resilience-renderer render manifests/            render a directory to standard output
  kustomize build app | resilience-renderer render -
  resilience-renderer render --write .             annotate the Services of a project in their files
  resilience-renderer validate .                   only say what is wrong
  resilience-renderer import manifests/            print policies that say what the objects of a mesh say
  resilience-renderer verify --policies app/ -     fail when a policy has no effect in what a pipe brings
  resilience-renderer explain-code RP3002          what a diagnostic means

Without arguments it is a function of kustomize and kpt (docs/kustomize.md).

Exit codes: 0 fine, 1 problems in the input (nothing is printed), 2 wrong usage, 3 I/O or internal error.`;
