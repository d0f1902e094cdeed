import { Argument, Command, Option } from 'commander';
import type { RenderFlags } from '../render-flags.ts';
import type { ExitCode, World } from '../world.ts';
import { renderingOptions, talkOptions } from './render-options.ts';
import { runVerify } from './run-verify.ts';
import { toOption } from './to-option.ts';

/** `verify [--policies PATH] [FILE…]`. */
export function verifyCommand(world: World, done: (code: ExitCode) => void): Command {
  const command = new Command('verify')
    .description('fail when a policy has no effect in rendered manifests')
    .addArgument(new Argument('[path...]', 'rendered manifests, or - for standard input').default(['-'], 'standard input'))
    .addOption(
      new Option('--policies <path>', 'policies that the manifests have to show, besides those in them; may be repeated').argParser(
        oneMore,
      ),
    )
    .addHelpText('after', examples);
  for (const option of [...renderingOptions(), ...talkOptions()]) command.addOption(toOption(option));
  return command.action((paths: string[], { policies = [], ...flags }: VerifyFlags) => done(runVerify({ paths, policies, flags }, world)));
}

type VerifyFlags = Omit<RenderFlags, 'policies'> & { readonly policies?: readonly string[] };

const oneMore = (value: string, previous: readonly string[] | undefined): readonly string[] => [...(previous ?? []), value];

const examples = `
Examples:
  resilience-renderer verify --policies policies/ rendered.yaml
  kustomize build --enable-alpha-plugins --enable-exec app | resilience-renderer verify --policies app -

Give it the options that render was given: a policy that is lost with --allow-loss is not missed.`;
