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
