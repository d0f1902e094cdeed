import type { Replacement } from './bundle.ts';
import type { TargetName } from './targets.ts';

/** A mistake that somebody could make, put into the sources to see whether the fuzzer finds it. */
export interface PlantedBug extends Replacement {
  readonly name: string;
  /** What goes wrong for a user. */
  readonly breaks: string;
  /** Where to look for it; everywhere unless it is given. */
  readonly targets?: readonly TargetName[];
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'sniffer-accepts-nested-names',
    breaks: 'a name below labels passes for the name of the object',
    file: 'src/read/sniff-metadata.ts',
    text: 'if (depth === indent) children.push(content);',
    by: 'children.push(content);',
    targets: ['read'],
  },
  {
    name: 'duplicate-keys-are-read',
    breaks: 'the last of two keys wins, and nobody is told',
    file: 'src/read/parse.ts',
    text: '{ schema: kubectlSchema, ',
    by: '{ schema: kubectlSchema, json: true, ',
    targets: ['read'],
  },
  {
    name: 'sniffer-trusts-open-quotes',
    breaks: 'a line inside a quoted scalar passes for a key',
    file: 'src/read/sniff-metadata.ts',
    text: 'if (!isClosed(bytes, lines[i] as number, lines[i + 1] ?? to)) return false;',
    by: '',
    targets: ['read'],
  },
  {
    name: 'separator-without-white-space',
    breaks: '`---foo` splits a document',
    file: 'src/read/split.ts',
    text: 'return next === undefined || next === space || next === tab || endsLine(next);',
    by: 'return true;',
    targets: ['render'],
  },
  {
    name: 'windows-take-a-border-for-a-line-end',
    breaks: '`---foo` is a separator when what is looked at in one go ends behind the dashes',
    file: 'src/read/split.ts',
    text: 'return length > 0 && (last || at + length < bytes.length);',
    by: 'return length > 0;',
    targets: ['read'],
  },
  {
    name: 'order-mark-stays-in-the-document',
    breaks: 'a byte order mark at the start of a file comes out in the middle of the output',
    file: 'src/read/split.ts',
    text: 'if (!beside && hasBom(bytes, from) && separatorLength(bytes, from) === 0) from += bom.length;',
    by: '',
    targets: ['render'],
  },
  {
    name: 'comments-at-the-end-are-lost',
    breaks: 'comments behind the last separator of a file vanish',
    file: 'src/read/index-file.ts',
    text: 'progress.comments.push({ from: base + start, to: base + to });',
    by: 'if (to < bytes.length) progress.comments.push({ from: base + start, to: base + to });',
    targets: ['render'],
  },
  {
    name: 'splice-is-not-read-back',
    breaks: 'an edit with the wrong indentation is printed instead of being noticed',
    file: 'src/print/edit-annotations.ts',
    text: `const edited = editText(text, locate, changes);
    const read = edited === undefined ? undefined : parseObject(edited);
    if (read !== undefined && isPlanned(read, original, planned)) return edited;`,
    by: `const edited = editText(text, locate, changes)?.replace(/^ +(?=annotations:)/m, '   ');
    if (edited !== undefined) return edited;`,
    targets: ['render', 'in-place'],
  },
  {
    name: 'line-breaks-of-windows-are-not-kept',
    breaks: 'annotations come with LF in a file of CRLF',
    file: 'src/print/splice.ts',
    text: "return text[lf - 1] === '\\r' ? '\\r\\n' : '\\n';",
    by: "return lf < -1 ? '\\r' : '\\n';",
    targets: ['in-place'],
  },
  {
    name: 'words-of-yaml-1.1-stay-bare',
    breaks: 'the string "yes" is printed as a boolean',
    file: 'src/print/dump.ts',
    text: "'yes', 'no', 'on', 'off', 'y', 'n']",
    by: "'on', 'off', 'y', 'n']",
    targets: ['read'],
  },
  {
    name: 'large-floats-become-integers',
    breaks: '1e+21 or the like comes out as another type of number',
    file: 'src/print/dump.ts',
    text: 'return Number.isInteger(value) ? value.toExponential() : String(value);',
    by: 'return String(value);',
    targets: ['read'],
  },
  {
    name: 'namespaces-come-late',
    breaks: 'objects are applied before the Namespace that they need',
    file: 'src/model/identity-order.ts',
    text: "if (kind === 'Namespace' && groupOf(apiVersion) === '') return 0;",
    by: '',
    targets: ['render'],
  },
  {
    name: 'orphans-are-removed-without-being-asked',
    breaks: 'incomplete input strips production',
    file: 'src/render/ownership.ts',
    text: "if (missing.length === 0) return 'remove';",
    by: "if (missing.length > 0) return 'remove';",
    targets: ['render'],
  },
  {
    name: 'lists-lose-what-does-not-change',
    breaks: 'a List that cannot be edited in place comes out with its edited members alone',
    file: 'src/print/print-document.ts',
    text: 'if (changed === undefined) return resource === undefined ? [] : [resource.object];',
    by: 'if (changed === undefined) return [];',
    targets: ['render', 'in-place'],
  },
  {
    name: 'functions-forget-their-input-on-errors',
    breaks: 'an error makes kustomize prune everything',
    file: 'src/render-resource-list.ts',
    text: "if (!ok || rendered === undefined) return print(list, ok && mode === 'validate' ? none : same);",
    by: 'if (!ok || rendered === undefined) return print(list, none);',
    targets: ['krm'],
  },
  {
    name: 'strict-is-forgotten',
    breaks: 'warnings pass although they were to fail',
    file: 'src/pipeline.ts',
    text: 'const ok = !failed(full.strict);',
    by: 'const ok = !failed(false);',
    targets: ['render'],
  },
];
