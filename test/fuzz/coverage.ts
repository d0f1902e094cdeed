import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';

interface CoverageRange {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
interface FunctionCoverage {
  readonly ranges: readonly CoverageRange[];
}
export interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly FunctionCoverage[];
}

/** Which characters of one script have ever been executed. */
export interface CoverageMap {
  /** Adds what ran since the last call; how many characters ran for the first time. */
  add(functions: readonly FunctionCoverage[]): number;
  ran(offset: number): boolean;
}

/** Every character belongs to the innermost function around it: that the text around a function ran says nothing about the function. */
export function createCoverageMap(length: number): CoverageMap {
  const painted = new Uint8Array(length);
  const scratch = new Uint8Array(length);
  const owner = new Int32Array(length).fill(-1);
  const sizes: number[] = [];
  const ids = new Map<string, number>();
  const discover = ({ startOffset, endOffset }: CoverageRange): number => {
    const key = `${startOffset}-${endOffset}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = sizes.push(endOffset - startOffset) - 1;
    ids.set(key, id);
    for (let at = startOffset; at < endOffset; at++) {
      const other = owner[at] as number;
      if (other !== -1 && (sizes[other] as number) <= (sizes[id] as number)) continue;
      owner[at] = id;
      painted[at] = 0;
    }
    return id;
  };
  const paint = ([whole, ...blocks]: readonly CoverageRange[]): number => {
    if (whole === undefined || whole.count === 0) return 0;
    const id = discover(whole);
    for (const { startOffset, endOffset, count } of [whole, ...blocks]) scratch.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    let fresh = 0;
    for (let at = whole.startOffset; at < whole.endOffset; at++) {
      if (owner[at] !== id || scratch[at] === 0 || painted[at] === 1) continue;
      painted[at] = 1;
      fresh++;
    }
    return fresh;
  };
  return {
    add: (functions) => {
      for (const { ranges } of functions) if (ranges[0] !== undefined) discover(ranges[0]);
      return functions.reduce((sum, { ranges }) => sum + paint(ranges), 0);
    },
    ran: (offset) => painted[offset] === 1,
  };
}

/** Asks V8 what of one script ran since the last call. */
export interface CoverageProbe {
  /** How many characters of the script ran for the first time; none without a change. */
  take(): number;
  report(): readonly FolderCoverage[];
  stop(): void;
}

/** Starts V8's block coverage for the script with this URL; a script that is loaded before that is covered from here on. */
export function startCoverage(url: string): CoverageProbe {
  const session = new Session();
  session.connect();
  const source = readFileSync(fileURLToPath(url), 'utf8');
  const map = createCoverageMap(source.length);
  post(session, 'Profiler.enable');
  // Counts would keep code from being optimized; whether a block ran is enough.
  post(session, 'Profiler.startPreciseCoverage', { callCount: false, detailed: true });
  return {
    take: () => {
      const { result } = post<{ result: readonly ScriptCoverage[] }>(session, 'Profiler.takePreciseCoverage');
      return result.filter((script) => script.url === url).reduce((sum, { functions }) => sum + map.add(functions), 0);
    },
    report: () => coverageByFolder(source, map),
    stop: () => session.disconnect(),
  };
}

/** The inspector of the own process answers before `post` returns. */
function post<T>(session: Session, method: string, params: object = {}): T {
  let answer: unknown;
  let failure: Error | null = null;
  session.post(method, params, (error, result) => {
    failure = error;
    answer = result;
  });
  if (failure !== null) throw failure;
  return answer as T;
}

export interface FolderCoverage {
  readonly folder: string;
  readonly lines: number;
  readonly covered: number;
}

/** Lines of code by room of `src/`. The bundler writes the path of each module above it. */
export function coverageByFolder(source: string, map: Pick<CoverageMap, 'ran'>): readonly FolderCoverage[] {
  const folders = new Map<string, { lines: number; covered: number }>();
  let folder: string | undefined;
  let offset = 0;
  for (const line of source.split('\n')) {
    const module = /^\/\/ (\S+\.(?:ts|js|mjs|cjs))$/.exec(line)?.[1];
    if (module !== undefined) folder = folderOf(module);
    else if (folder !== undefined && /\w/.test(line)) {
      const found = folders.get(folder) ?? { lines: 0, covered: 0 };
      const at = offset + line.search(/\S/);
      folders.set(folder, { lines: found.lines + 1, covered: found.covered + (map.ran(at) ? 1 : 0) });
    }
    offset += line.length + 1;
  }
  return [...folders].map(([name, found]) => ({ folder: name, ...found })).sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** `src/read/parse.ts` → `src/read`; what lies in `src/` itself is one folder; undefined for what is not ours. */
function folderOf(module: string): string | undefined {
  const [root, room, ...rest] = module.split('/');
  if (root !== 'src' || room === undefined) return undefined;
  return rest.length === 0 ? 'src' : `src/${room}`;
}
