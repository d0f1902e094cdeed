import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process takes of the machine, as Linux counts it. */
export interface ProcessFigures {
  /** MiB in memory now, and at most since the start. */
  readonly rss: number;
  readonly peak: number;
  readonly openFiles: number;
  readonly sockets: number;
  /** Of the processor, in seconds. */
  readonly cpu: number;
}

export function readProcessFigures(pid: number): ProcessFigures {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
  const open = readdirSync(`/proc/${pid}/fd`);
  const tcp = new Set(['tcp', 'tcp6'].flatMap((name) => socketsOf(readFileSync(`/proc/${pid}/net/${name}`, 'utf8'))));
  // After the name of the program, which may hold spaces: times in hundredths of a second are the 12th and 13th.
  const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return {
    rss: mebibytes('VmRSS'),
    peak: mebibytes('VmHWM'),
    openFiles: open.length,
    sockets: open.filter((fd) => tcp.has(linkOf(pid, fd))).length,
    cpu: (Number(times[11]) + Number(times[12])) / 100,
  };
}

function socketsOf(table: string): readonly string[] {
  const lines = table.trim().split('\n').slice(1);
  return lines.map((line) => `socket:[${line.trim().split(/\s+/)[9]}]`);
}

/** A file may be closed between two looks. */
function linkOf(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
}
