/** What a row gets. */
export interface Bench {
  /** Empty at first, removed afterwards. */
  readonly directory: string;
  /** Small sizes and two pairs: to see that the harness works, not how fast anything is. */
  readonly quick: boolean;
  /** Where CPU profiles go; undefined without `--profile`. */
  readonly profiles: string | undefined;
  /** Tells the person who waits. */
  say(text: string): void;
}

/** The size that a row is about, or the small one of `--quick`. */
export function sizeOf(bench: Bench, full: number, quick: number): number {
  return bench.quick ? quick : full;
}
