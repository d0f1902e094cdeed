/** The parts of V8's format that are read. Times are microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const shown = 12;

/** The functions in which most time was spent, not counting what they call. `program` is the file whose functions need no place. */
export function summariseProfile({ nodes, samples, timeDeltas }: CpuProfile, program: string): readonly string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame, program)]));
  const spent = new Map<string, number>();
  let total = 0;
  for (const [i, id] of samples.entries()) {
    const name = names.get(id) ?? '?';
    const time = Math.max(0, timeDeltas[i] ?? 0);
    spent.set(name, (spent.get(name) ?? 0) + time);
    total += time;
  }
  const most = [...spent].sort(([, a], [, b]) => b - a).slice(0, shown);
  return most.map(
    ([name, time]) => `${((100 * time) / total).toFixed(1).padStart(5)} %  ${(time / 1000).toFixed(1).padStart(8)} ms  ${name}`,
  );
}

function nameOf(frame: CpuProfile['nodes'][number]['callFrame'], program: string): string {
  const name = frame.functionName === '' ? `(anonymous:${frame.lineNumber + 1})` : frame.functionName;
  return frame.url === '' || frame.url.endsWith(program) ? name : `${name} (${frame.url.replace(/^.*\//, '')})`;
}
