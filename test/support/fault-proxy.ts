import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What happens to every byte from now on. */
export type Weather =
  | { readonly kind: 'fair' }
  /** Both sides stay connected and nothing arrives: a cable that is cut. */
  | { readonly kind: 'silent' }
  /** Each piece is held back. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Nobody is let in. */
  | { readonly kind: 'closed' };

/** A TCP proxy that harms what goes through it; it understands nothing, so TLS passes. */
export interface FaultProxy {
  readonly port: number;
  /** Connections since the start. */
  readonly accepted: number;
  readonly open: number;
  set(weather: Weather): void;
  /** Every connection ends with a reset; after `bytes` more from the server, when given, so that a line is cut. */
  reset(bytes?: number): void;
  stop(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  left: number;
}

export async function startFaultProxy(target: number): Promise<FaultProxy> {
  let weather: Weather = { kind: 'fair' };
  let accepted = 0;
  const pairs = new Set<Pair>();
  const listener = createServer((client) => {
    accepted++;
    if (weather.kind === 'closed') return void client.resetAndDestroy();
    const pair: Pair = { client, server: connect(target, '127.0.0.1'), left: Number.POSITIVE_INFINITY };
    pairs.add(pair);
    joinSockets(pair, () => weather);
    client.on('close', () => pairs.delete(pair));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    get open() {
      return pairs.size;
    },
    set: (next) => {
      weather = next;
    },
    reset: (bytes = 0) => {
      for (const pair of pairs) {
        pair.left = bytes;
        if (bytes === 0) end(pair);
      }
    },
    stop: () => {
      for (const pair of pairs) end(pair);
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}

function joinSockets(pair: Pair, weather: () => Weather): void {
  pipe(pair.client, pair.server, weather);
  pipe(pair.server, pair.client, weather);
  pair.server.on('data', (chunk: Buffer) => {
    pair.left -= chunk.length;
    if (pair.left <= 0) setImmediate(() => end(pair));
  });
}

/** Order is kept: held pieces leave in the order in which they came. */
function pipe(from: Socket, to: Socket, weather: () => Weather): void {
  let last = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    const now = weather();
    if (now.kind === 'silent') return;
    const held = now.kind === 'slow' ? now.milliseconds : 0;
    last = last.then(() => new Promise((resolve) => setTimeout(resolve, held))).then(() => void (to.destroyed || to.write(chunk)));
  });
  from.on('error', () => to.destroy());
  from.on('close', () => {
    // A silent network does not carry the news either.
    if (weather().kind !== 'silent') to.destroy();
  });
}

function end({ client, server }: Pair): void {
  client.resetAndDestroy();
  server.destroy();
}
