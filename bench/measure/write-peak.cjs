// Loaded into a measured process with --require: writes its peak memory when it exits. VmHWM is the high-water mark of this
// program alone; getrusage also counts what the parent held before exec, and sampling from outside misses the last moments.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  writeFileSync(process.env.BENCH_PEAK_FILE, String(Number(kilobytes) * 1024));
});
