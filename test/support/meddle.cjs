// Preloaded into the built program. Somebody else changes the tree at a certain moment: MEDDLE is JSON, {before, match, nth, steps}: just
// before the nth call of fs.<before> whose first argument ends with <match>, each step is done, [name of a function of fs, …arguments].
// RECORD names a file that gets, for each file and directory that was opened, where the system says that it is, and a NUL.
const fs = require('node:fs');

const real = { ...fs };
const { before, match = '', nth = 1, steps = [] } = JSON.parse(process.env.MEDDLE ?? '{}');
const record = process.env.RECORD;
let calls = 0;

function note(path) {
  if (record === undefined) return;
  real.appendFileSync(record, `${real.realpathSync.native(path)}\0`);
}

function wrap(name, after) {
  fs[name] = (...args) => {
    if (name === before && String(args[0]).endsWith(match) && ++calls === nth) {
      for (const [step, ...given] of steps) real[step](...given);
    }
    const result = real[name](...args);
    after(result, args);
    return result;
  };
}

const noteDescriptor = (fd) => {
  // A pipe or a socket has no path.
  if (real.fstatSync(fd).isFile() || real.fstatSync(fd).isDirectory()) note(`/proc/self/fd/${fd}`);
  else if (record !== undefined) real.appendFileSync(record, `${real.readlinkSync(`/proc/self/fd/${fd}`)}\0`);
};
const nothing = () => undefined;

wrap('openSync', noteDescriptor);
wrap('readFileSync', (_, [path]) => typeof path !== 'number' && note(path));
wrap('readdirSync', (_, [path]) => note(path));
for (const name of ['readSync', 'writeSync', 'renameSync', 'linkSync', 'unlinkSync', 'fstatSync', 'lstatSync', 'statSync'])
  wrap(name, nothing);
// What Node itself loads is no matter of the program.
for (const name of ['realpathSync']) fs[name] = Object.assign((...args) => real[name](...args), real[name]);
