import type { RenderOptions } from '../model/options.ts';
import type { Segment } from '../model/source.ts';
import { printJson } from './print-json.ts';
import { printInApplyOrder, printInInputOrder } from './print-yaml.ts';
import type { Printing } from './printing.ts';

/** The rendered set in the chosen format and order. */
export function printSet(printing: Printing, { output, order }: Pick<RenderOptions, 'output' | 'order'>): Iterable<Segment> {
  if (output === 'json') return printJson(printing, order);
  return order === 'apply' ? printInApplyOrder(printing) : printInInputOrder(printing);
}
