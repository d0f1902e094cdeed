/* How meshes read durations, as models of their own (mesh facts §2.1): nothing here comes from src. */

const microseconds: Readonly<Record<string, number>> = {
  ns: 0.001,
  us: 1,
  µs: 1,
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
};

/** Milliseconds of a duration as Gateway API spells it (GEP-2257); undefined for any other text. */
export function readGatewayDuration(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^([0-9]{1,5}(h|m|s|ms)){1,4}$/.test(value)) return undefined;
  return addUp(value);
}

/** Milliseconds of a duration that Istio takes: Go's spelling, a whole number of them. */
export function readIstioDuration(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^([0-9]+([.][0-9]*)?(ns|us|µs|ms|s|m|h))+$/.test(value)) return undefined;
  const milliseconds = addUp(value);
  return Math.abs(milliseconds - Math.round(milliseconds)) < 1e-6 ? Math.round(milliseconds) : undefined;
}

function addUp(text: string): number {
  let sum = 0;
  for (const [, digits, unit] of text.matchAll(/([0-9.]+)(ns|us|µs|ms|s|m|h)/g))
    sum += Number(digits) * (microseconds[unit ?? ''] ?? Number.NaN);
  return sum / 1_000;
}
