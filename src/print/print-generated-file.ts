import { compareCodePoints } from '../model/code-point-order.ts';
import { orderKey } from '../model/identity-order.ts';
import { identityOf, type KubeObject } from '../model/resource.ts';
import { type Segment, textOfSegments } from '../model/source.ts';
import type { InputItem } from '../read/input.ts';
import { dumpObject } from './dump.ts';
import { printItem } from './print-item.ts';
import type { Printing } from './printing.ts';

/** First line of a file of generated objects, for whoever opens it; formatters may drop it. */
export const generatedFileHeader =
  '# Written by resilience-renderer from ResiliencePolicies (render --write). Change the policies instead.\n';

/** The objects of one generated file: those that it has or takes over from another one, and new ones. */
export interface GeneratedFile {
  readonly items: readonly InputItem[];
  readonly added: readonly KubeObject[];
}

/** The file in its order, whatever it looked like before: the header, then one document per object, each sorted by its identity. */
export function printGeneratedFile({ items, added }: GeneratedFile, printing: Printing): readonly Segment[] {
  const documents = [
    ...items.map((item) => ({ order: orderKey(item.identity), text: itemText(item, printing) })),
    ...added.map((object) => ({ order: orderKey(identityOf(object)), text: dumpObject(object) })),
  ].sort((a, b) => compareCodePoints(a.order, b.order));
  return [generatedFileHeader, ...documents.map(({ text }) => `---\n${text}`)];
}

/** An object that does not change keeps its text, formatted by whatever hook came after us; the header is written but once. */
function itemText(item: InputItem, printing: Printing): string {
  const lines = textOfSegments(printItem(item, printing)).split('\n');
  return lines.filter((line) => `${line.trimEnd()}\n` !== generatedFileHeader).join('\n');
}
