// Preloaded into the built program: counts the calls that change a disk, and stops the process, or refuses, at one of them.
const fs = require('node:fs');

const at = Number(process.env.DIE_AT);
const how = process.env.DIE_HOW;
let calls = 0;

for (const name of ['openSync', 'writeSync', 'fchmodSync', 'fsyncSync', 'closeSync', 'linkSync', 'renameSync', 'unlinkSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    const isOurs =
      name === 'openSync' ? args[1] === 'wx' : !(name === 'closeSync' && !opened.has(args[0])) && args[0] !== 1 && args[0] !== 2;
    if (!isOurs) return real(...args);
    calls++;
    if (calls === at && how === 'refuse')
      throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: name.replace('Sync', '') });
    if (calls === at && name === 'writeSync') real(args[0], args[1], args[2], args[3] >> 1);
    if (calls === at && how === 'before') process.exit(99);
    const result = real(...args);
    if (name === 'openSync') opened.add(result);
    if (calls === at && how === 'after') process.exit(99);
    return result;
  };
}
const opened = new Set();
