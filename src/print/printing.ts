import type { Report } from '../diagnostics/diagnostic.ts';
import type { Changes } from '../model/changes.ts';
import type { InputInventory, InputItem } from '../read/input.ts';

/** What is to be printed, and what becomes of it. */
export interface Printing {
  readonly inventory: InputInventory;
  readonly changes: Changes<InputItem>;
  /** Objects that stay out of the output: policies with `--policies drop`, local configuration. */
  readonly hidden: ReadonlySet<InputItem>;
  readonly report: Report;
}

/** A report that waits until it is known whether what it says has come true: text may be kept by another way. */
export function holdReports(printing: Printing): { readonly printing: Printing; release(): void } {
  const held: (() => void)[] = [];
  const report: Printing['report'] = (code, places, args) => void held.push(() => printing.report(code, places, args));
  const release = (): void => {
    for (const say of held) say();
  };
  return { printing: { ...printing, report }, release };
}
