import { type PeerResult, runPeer } from './peers.ts';

/** What Istio's own validation and analyzers say about a set of objects. */
export interface IstioVerdict extends PeerResult {
  /** Objects of Istio's own kinds. */
  readonly checked: number;
  /** Errors and warnings, one a line. */
  readonly problems: readonly string[];
  /** Remarks that say nothing about the rules. */
  readonly notes: readonly string[];
}

/** What analyzers remark on the surroundings of a golden rather than on anything that was rendered. */
const aboutSurroundings: Readonly<Record<string, string>> = {
  IST0102: 'the Namespace of the input is not labelled for injection: its owner decides that, perhaps elsewhere',
  IST0118: 'a port of the input is named otherwise than Istio wants: the policy decides nothing about it',
};

export function checkWithIstio(text: string): IstioVerdict {
  const done = runPeer('istio-check', [], text);
  const sums = /^checked=(\d+) read=\d+ analyzers=(\d+) problems=(\d+) notes=(\d+) unreadable=\d+$/m.exec(done.stdout);
  if (sums === null || Number(sums[2]) === 0) throw new Error(`istio-check gave no summary: ${done.stderr}`);
  const lines = done.stdout.split('\n').filter((line) => line !== '' && line !== sums[0]);
  const [problems, notes] = [lines.slice(0, Number(sums[3])), lines.slice(Number(sums[3]))];
  return { ...done, checked: Number(sums[1]), problems, notes };
}

/** All that keeps a set from being right: also a remark that nobody has explained. */
export function objectionsOf({ problems, notes }: IstioVerdict): readonly string[] {
  return [...problems, ...notes.filter((note) => !Object.hasOwn(aboutSurroundings, note.split(' ')[1] ?? ''))];
}
