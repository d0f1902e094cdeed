import { expandCodes } from '../mesh/shared/status-codes.ts';

/** All that Istio and meshes of the Gateway API take: a range of a policy becomes these codes, and a list of these codes a range again. */
const knownCodes: readonly number[] = expandCodes('100-599').named;
const serverErrors: readonly number[] = knownCodes.filter((code) => code >= 500);

/** Codes as a policy lists them, in their order: three or more in a row, with none that has a name between them, as a range. */
export function formatStatusList(codes: readonly number[]): readonly string[] {
  const runs: number[][] = [];
  for (const code of codes) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run.at(-1) ?? 0, code)) run.push(code);
    else runs.push([code]);
  }
  return runs.flatMap((run) => (run.length < 3 ? run.map(String) : [`${run[0]}-${run.at(-1)}`]));
}

/** The same for a mesh that knows no `5xx`, where all of its codes stand for it. */
export function formatWithClass(codes: readonly number[]): readonly string[] {
  if (!serverErrors.every((code) => codes.includes(code))) return formatStatusList(codes);
  return ['5xx', ...formatStatusList(codes.filter((code) => code < 500))];
}

function follows(first: number, second: number): boolean {
  const at = knownCodes.indexOf(first);
  return at >= 0 && knownCodes[at + 1] === second;
}
