// Loaded into the built program with --require: writes which modules it loaded, as JSON, to the file that LOADED_MODULES names.
const { writeFileSync } = require('node:fs');

const public_ = /^NativeModule (?!internal\/)(.+)$/;
const loaded = () => process.moduleLoadList.map((entry) => public_.exec(entry)?.[1]).filter((name) => name !== undefined);
const before = new Set(loaded());

process.on('exit', () => {
  const builtin = loaded().filter((name) => !before.has(name));
  const files = Object.keys(require.cache).filter((path) => path !== __filename);
  writeFileSync(process.env.LOADED_MODULES, JSON.stringify({ builtin, files }));
});
