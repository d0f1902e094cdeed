import fc from 'fast-check';
import { applyChanges, change, freshInput } from './generate.ts';
import { type FuzzFile, type FuzzInput, largestInput, sizeOf } from './input.ts';
import { minimize } from './minimize.ts';
import { LawBroken } from './oracles/law-broken.ts';
import { attack, type TargetName } from './targets.ts';

/** Where an execution has been: how much of the code it was the first to reach. */
export interface Guide {
  take(): number;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly targets: readonly TargetName[];
  readonly guide: Guide;
  /** Asked before each execution. */
  goesOn(executions: number): boolean;
  /** Ends at the first finding. */
  readonly firstOnly?: boolean;
  /** Inputs that are tried first. */
  readonly first: readonly FuzzInput[];
}

export interface FuzzFinding {
  readonly law: string;
  readonly message: string;
  readonly input: FuzzInput;
  readonly executions: number;
}

export interface FuzzReport {
  readonly executions: number;
  /** Executions in which each target did something with its input. */
  readonly worked: Readonly<Partial<Record<TargetName, number>>>;
  /** Inputs that were the first to reach some code. */
  readonly corpus: readonly FuzzInput[];
  readonly findings: readonly FuzzFinding[];
}

/** Inputs drawn at a time: as many as are made from one random seed. */
const batch = 20;

/**
 * Structure-aware and guided by coverage: new inputs from the laws' own generators in turn with changes of inputs that were the first to reach
 * some code. Each goes through every target; what breaks a law is made small.
 */
export function fuzz(options: FuzzOptions): FuzzReport {
  const state: State = { executions: 0, worked: {}, corpus: [], findings: new Map() };
  for (const input of options.first) {
    if (isOver(state, options)) return reportOf(state);
    execute(input, state, options);
  }
  for (let round = 0; !isOver(state, options); round++) {
    for (const input of drawInputs(options.seed + round, state.corpus)) {
      if (isOver(state, options)) break;
      if (sizeOf(input) <= largestInput) execute(input, state, options);
    }
  }
  return reportOf(state);
}

interface State {
  executions: number;
  readonly worked: Partial<Record<TargetName, number>>;
  readonly corpus: FuzzInput[];
  readonly findings: Map<string, FuzzFinding>;
}

function isOver({ executions, findings }: State, { goesOn, firstOnly }: FuzzOptions): boolean {
  return (firstOnly === true && findings.size > 0) || !goesOn(executions);
}

function execute(input: FuzzInput, state: State, { targets, guide }: FuzzOptions): void {
  state.executions++;
  for (const target of targets) {
    const failure = failureOf(input, target);
    if (failure === 'worked') state.worked[target] = (state.worked[target] ?? 0) + 1;
    else if (failure !== 'idle' && !state.findings.has(failure.law)) {
      const small = minimize(input, (candidate) => {
        const again = failureOf(candidate, target);
        return typeof again === 'object' && again.law === failure.law;
      });
      const message = (failureOf(small, target) as LawBroken).message;
      state.findings.set(failure.law, { law: failure.law, message, input: small, executions: state.executions });
    }
  }
  if (guide.take() > 0) state.corpus.push(input);
}

/** An exception that no law has thrown is our own bug. */
function failureOf(input: FuzzInput, target: TargetName): 'worked' | 'idle' | Pick<LawBroken, 'law' | 'message'> {
  try {
    return attack(input, [target]).length > 0 ? 'worked' : 'idle';
  } catch (error) {
    if (error instanceof LawBroken) return { law: `${target}: ${error.law}`, message: error.message };
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { law: `${target}: throws ${message.slice(0, 60)}`, message: String(stack) };
  }
}

/** Half of a batch is new, half are changes of what is in the corpus, the latest more often; some get a file of another. */
function drawInputs(seed: number, corpus: readonly FuzzInput[]): readonly FuzzInput[] {
  const fresh = fc.sample(freshInput, { seed, numRuns: corpus.length === 0 ? batch : batch / 2 });
  if (corpus.length === 0) return fresh;
  const recipe = fc.tuple(fc.nat(), fc.nat(), fc.boolean(), fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat({ max: 9 }));
  const changed = fc.sample(recipe, { seed, numRuns: batch / 2 }).map(([one, two, late, changes, mix]) => {
    const parents = late ? corpus.slice(-50) : corpus;
    const parent = parents[one % parents.length] as FuzzInput;
    const other = corpus[two % corpus.length] as FuzzInput;
    const files: readonly FuzzFile[] =
      mix > 1 ? parent.files : [...parent.files, ...other.files.map(({ path, bytes }) => ({ path: `other/${path}`, bytes }))];
    return applyChanges({ ...parent, files }, changes);
  });
  return [...fresh, ...changed];
}

function reportOf({ executions, worked, corpus, findings }: State): FuzzReport {
  return { executions, worked, corpus, findings: [...findings.values()] };
}
