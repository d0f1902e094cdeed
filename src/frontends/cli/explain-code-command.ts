import { Argument, Command } from 'commander';
import { catalogLibrary } from '../../diagnostics/catalog-library.ts';
import { describeCode } from '../../diagnostics/describe-code.ts';
import { entryOf, isCode } from '../../diagnostics/entry-of.ts';
import { printable } from '../../diagnostics/format/text.ts';
import { nearestName } from '../../diagnostics/nearest-name.ts';
import type { ExitCode, World } from '../world.ts';

/** `explain-code RP3002`: the page of one diagnostic. */
export function explainCodeCommand(world: World, done: (code: ExitCode) => void): Command {
  return new Command('explain-code')
    .description('say what a diagnostic code means and how to fix it')
    .addArgument(new Argument('<code>', 'a code such as RP3002'))
    .addHelpText('after', '\nExample:\n  resilience-renderer explain-code RP3002')
    .action((given: string) => {
      const code = given.toUpperCase();
      if (isCode(code)) {
        const { message, hint, explain } = describeCode(code);
        const fix = hint === undefined ? '' : `\nhint: ${hint}\n`;
        world.writeOutput([`${code} (${entryOf(code).severity}): ${message}\n\n${explain}\n${fix}`]);
        return;
      }
      const nearest = nearestName(code, Object.keys(catalogLibrary()));
      world.writeError(`error: there is no code ${printable(given)}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}\n`);
      done(2);
    });
}
