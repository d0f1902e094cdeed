import type { Report } from '../diagnostics/diagnostic.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import { generatedFrom } from '../model/group.ts';
import { type KubeObject, stringAt } from '../model/resource.ts';
import { type Segment, type SourceFile, textOfSegments } from '../model/source.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { printGeneratedFile } from './print-generated-file.ts';
import { printInPlace } from './print-in-place.ts';
import type { Printing } from './printing.ts';

/** Where generated objects go. */
export interface InPlaceLayout {
  /** Name of the file beside each Service's file. */
  readonly generatedFile: string;
}

/** One file, as it is and as it has to be. */
export interface PlannedFile {
  readonly path: string;
  /** Undefined: it does not exist yet. */
  readonly before: SourceFile | undefined;
  /** Undefined: nothing is left of it. */
  readonly after: readonly Segment[] | undefined;
  readonly changed: boolean;
  /** A file of generated objects, which is ours as a whole. */
  readonly generated: boolean;
  /** For a generated file: the paths of the files of the Services that its objects are for. */
  readonly services: readonly string[];
}

/** What belongs into one generated file. */
interface Contents {
  readonly items: InputItem[];
  readonly added: KubeObject[];
  readonly services: Set<string>;
}

/** Distributes the changed set over files: the user's keep their objects, each generated one goes beside the Service that it is for. Reports RP5011. */
export function planFiles(files: readonly SourceFile[], printing: Printing, layout: InPlaceLayout): readonly PlannedFile[] {
  const documents = groupByFile(printing.inventory.documents);
  const documentsOf = (file: SourceFile): readonly InputDocument[] => documents.get(file) ?? [];
  const isNamed = ({ path }: SourceFile): boolean => path.slice(directoryOf(path).length) === layout.generatedFile;
  const itemsOf = (file: SourceFile): readonly InputItem[] => documentsOf(file).flatMap(({ items }) => items);
  const ours = new Map(
    files
      .filter((file) => isNamed(file) && isOurs(file, documentsOf(file), printing))
      .map((file) => [file.path, { file, items: itemsOf(file) }]),
  );
  const users = files.filter(({ path }) => !ours.has(path));
  const contents = distribute([...ours.values()], printing, layout);
  reportTaken(contents, new Set(users.filter(isNamed).map(({ path }) => path)), printing.report);
  return [
    ...users.flatMap((file) => planUserFile(file, documentsOf(file), printing)),
    ...[...contents].map(([path, found]) => planGeneratedFile(path, found, { own: ours.get(path), printing })),
  ];
}

/** The path with its last separator, or '' where there is none. */
function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function groupByFile(documents: readonly InputDocument[]): ReadonlyMap<SourceFile, readonly InputDocument[]> {
  const groups = new Map<SourceFile, InputDocument[]>();
  for (const document of documents) {
    const group = groups.get(document.file);
    if (group === undefined) groups.set(document.file, [document]);
    else group.push(document);
  }
  return groups;
}

/** A file of nothing but marked objects, or of nothing at all. Any other of that name is the user's. */
function isOurs(file: SourceFile, documents: readonly InputDocument[], { inventory }: Printing): boolean {
  const items = documents.flatMap((document) => document.items);
  if (items.length === 0)
    return /^(?:\uFEFF?(?:---|[ \t]*)(?:[ \t]*#[^\n]*)?\r?\n)*\s*$/.test(textOfSegments([{ file, from: 0, to: file.size }]));
  return items.every((item) => {
    const resource = item.mentionsGroup ? inventory.open(item) : undefined;
    return resource !== undefined && stringAt(resource.object, ['metadata', 'annotations', generatedFrom]) !== '';
  });
}

interface OwnFile {
  readonly file: SourceFile;
  readonly items: readonly InputItem[];
}

/** Objects stay where they are as long as their Service does; an orphan that is kept stays in any case. */
function distribute(ours: readonly OwnFile[], { changes }: Printing, { generatedFile }: InPlaceLayout): ReadonlyMap<string, Contents> {
  const contents = new Map<string, Contents>(ours.map(({ file }) => [file.path, { items: [], added: [], services: new Set() }]));
  const contentsBeside = (service: InputItem): Contents => {
    const { path } = service.document.file;
    const target = directoryOf(path) + generatedFile;
    const found = contents.get(target) ?? { items: [], added: [], services: new Set() };
    contents.set(target, found);
    found.services.add(path);
    return found;
  };
  for (const { file, items } of ours) {
    for (const item of items.filter((each) => !changes.removed.has(each))) {
      const service = changes.regenerated.get(item);
      const target = service === undefined ? contents.get(file.path) : contentsBeside(service);
      target?.items.push(item);
    }
  }
  for (const { object, beside } of changes.added) contentsBeside(beside).added.push(object);
  return contents;
}

function reportTaken(contents: ReadonlyMap<string, Contents>, taken: ReadonlySet<string>, report: Report): void {
  for (const path of contents.keys()) {
    if (taken.has(path)) report('RP5011', { kind: 'file', path }, { path, reason: 'it holds something that was not generated' });
  }
}

function planUserFile(file: SourceFile, documents: readonly InputDocument[], printing: Printing): readonly PlannedFile[] {
  const isGone = (item: InputItem): boolean => printing.changes.removed.has(item);
  const printed = printInPlace({ file, documents, isGone }, printing);
  if (printed === 'same') return [];
  const after = printed === 'gone' ? undefined : printed;
  return [{ path: file.path, before: file, after, changed: true, generated: false, services: [] }];
}

function planGeneratedFile(
  path: string,
  { items, added, services }: Contents,
  from: { readonly own: OwnFile | undefined; readonly printing: Printing },
): PlannedFile {
  const { own, printing } = from;
  const plan = { path, before: own?.file, generated: true, services: [...services].sort(compareCodePoints) };
  const had = new Set(own?.items);
  const isSame =
    added.length === 0 && items.length === had.size && items.every((item) => had.has(item) && !printing.changes.replaced.has(item));
  if (isSame && own !== undefined) return { ...plan, after: [{ file: own.file, from: 0, to: own.file.size }], changed: false };
  const isEmpty = items.length + added.length === 0;
  return { ...plan, after: isEmpty ? undefined : printGeneratedFile({ items, added }, printing), changed: true };
}
