import { Argument, Command } from 'commander';
import type { RenderFlags } from '../render-flags.ts';
import type { ExitCode, World } from '../world.ts';
import { type InPlaceFlags, splitInPlaceFlags } from './in-place-flags.ts';
import { inPlaceOptions, renderingOptions, streamOptions, talkOptions } from './render-options.ts';
import { runInPlace } from './run-in-place.ts';
import { runRender } from './run-render.ts';
import { toOption } from './to-option.ts';

/** `render [PATH…]`. */
export function renderCommand(world: World, done: (code: ExitCode) => void): Command {
  const command = new Command('render')
    .description('render manifests to standard output, or in place')
    .addArgument(new Argument('[path...]', 'files, directories, or - for standard input').default(['.'], 'the working directory'))
    .addHelpText('after', examples);
  for (const option of [...streamOptions(), ...renderingOptions(), ...inPlaceOptions(), ...talkOptions()])
    command.addOption(toOption(option));
  return command.action((paths: string[], given: RenderFlags & InPlaceFlags) => {
    const { inPlace, flags } = splitInPlaceFlags(given);
    done(inPlace === undefined ? runRender(paths, flags, world) : runInPlace({ paths, flags, inPlace }, world));
  });
}

const examples = `
Examples:
  resilience-renderer render examples/shop
  resilience-renderer render -n shop services/ policies/ > rendered.yaml
  helm template shop charts/shop | resilience-renderer render - policies/
  resilience-renderer render --mesh-version 2.17 --strict .
  resilience-renderer render --write .             annotate the Services of a project in their files
  resilience-renderer render --check .             fail if that is still to be done

Options may also stand in resilience-renderer.yaml (kind RendererConfig); a flag wins over the file.`;
