import type { World } from '../world.ts';

/** A line on the terminal that tells what takes so long; nothing at all in a pipe, or when it is fast. */
export interface Progress {
  say(what: string): void;
  end(): void;
}

/** Milliseconds after which a person begins to wonder. */
const patience = 500;

export function createProgress(world: World, quiet: boolean): Progress {
  const start = world.now();
  let shown = false;
  return {
    say: (what) => {
      if (quiet || world.now() - start < patience || !world.stderrIsTerminal()) return;
      world.writeError(`\r\u001b[K${what} …`);
      shown = true;
    },
    end: () => {
      if (shown) world.writeError('\r\u001b[K');
      shown = false;
    },
  };
}
