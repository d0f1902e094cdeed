// Preloaded into the built program: SIGUSR2 does what HARM_FILE says, as JSON. `clock` moves its wall clock by so many
// milliseconds from the true one (timers and the monotonic clock stay), `block` keeps the event loop busy for as long.
const { readFileSync } = require('node:fs');

const TrueDate = Date;
let offset = 0;
const now = () => TrueDate.now() + offset;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as),
  get: (target, key) => (key === 'now' ? now : target[key]),
});

process.on('SIGUSR2', () => {
  const { clock = offset, block = 0 } = JSON.parse(readFileSync(process.env.HARM_FILE, 'utf8'));
  offset = clock;
  for (const end = performance.now() + block; performance.now() < end; );
});
