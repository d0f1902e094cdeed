import { Argument, Command } from 'commander';
import type { RenderFlags } from '../render-flags.ts';
import type { ExitCode, World } from '../world.ts';
import { renderingOptions, talkOptions } from './render-options.ts';
import { runValidate } from './run-validate.ts';
import { toOption } from './to-option.ts';

/** `validate [PATH…]`. */
export function validateCommand(world: World, done: (code: ExitCode) => void): Command {
  const command = new Command('validate')
    .description('check manifests as render does, and print nothing but problems')
    .addArgument(new Argument('[path...]', 'files, directories, or - for standard input').default(['.'], 'the working directory'))
    .addHelpText('after', examples);
  for (const option of [...renderingOptions(), ...talkOptions()]) command.addOption(toOption(option));
  return command.action((paths: string[], flags: RenderFlags) => done(runValidate(paths, flags, world)));
}

const examples = `
Examples:
  resilience-renderer validate .
  kustomize build app | resilience-renderer validate --strict -`;
