import { formatSize } from '../../model/size.ts';
import type { Catalog } from '../code-entry.ts';

/** RP1013 to RP1021: more than is read. RP505x: more than is waited for, or shown. The words that each message needs. */
export interface LimitCodes {
  readonly RP1013: { path: string; most: number };
  readonly RP1014: { most: number };
  readonly RP1015: { most: number };
  readonly RP1016: { most: number };
  readonly RP1017: { most: number };
  readonly RP1018: { most: number };
  readonly RP1019: { most: number; where: string };
  readonly RP1020: { most: number; where: string };
  readonly RP1021: { most: number; where: string };
  readonly RP5050: { time: string };
  readonly RP5051: { count: number };
}

const raise = (limit: string): string =>
  `if it is meant to be so, raise the limit: --limit ${limit}=…, or spec.limits.${limit} of the RendererConfig`;
const at = (where: string): string => (where === '' ? '' : ` at ${where}`);

export const limitCodes: Catalog<LimitCodes> = {
  RP1013: {
    severity: 'error',
    message: ({ path, most }) => `${path} is larger than ${formatSize(most)}`,
    hint: () => `keep the file out with --exclude; ${raise('fileSize')}`,
    explain: 'So much is rarely a manifest. Nothing of the file was read, since rendering a part of the input would leave objects out.',
  },
  RP1014: {
    severity: 'error',
    message: ({ most }) => `the files are larger than ${formatSize(most)} together`,
    hint: () => `name fewer files, or keep some out with --exclude; ${raise('totalSize')}`,
    explain:
      'Whoever may add files to a repository could make each run take all the memory and time of the machine. The file is shown at which the limit was met.',
  },
  RP1015: {
    severity: 'error',
    message: ({ most }) => `there are more than ${most} files`,
    hint: () => `name a smaller directory, or keep some out with --exclude; ${raise('files')}`,
    explain: 'A path such as `/` or a directory of generated files is hardly meant. The file is shown at which the limit was met.',
  },
  RP1016: {
    severity: 'error',
    message: ({ most }) => `there are more than ${most} documents`,
    hint: () => `render in several runs; ${raise('documents')}`,
    explain: 'Every document takes some memory, however short it is. The file is shown at which the limit was met.',
  },
  RP1017: {
    severity: 'error',
    message: ({ most }) => `this document is larger than ${formatSize(most)} and has to be parsed`,
    hint: () => `split it into several, as a List into its members; ${raise('documentSize')}`,
    explain:
      'Only a document that may hold something that is read here is parsed, and a parser needs many times its size in memory. No object that a cluster stores is larger than 1.5 MiB, only Lists are. Documents that are copied may have any size.',
  },
  RP1018: {
    severity: 'error',
    message: ({ most }) => `this line is longer than ${formatSize(most, 'characters')}`,
    hint: () => `break it, or write JSON with line breaks; ${raise('lineLength')}`,
    explain:
      'The line stands in a document that has to be parsed. A whole dashboard in one line is some hundred thousand characters long; no object that a cluster stores is longer than 1.5 MiB.',
  },
  RP1019: {
    severity: 'error',
    message: ({ most, where }) => `mappings and lists stand more than ${most} deep in each other${at(where)}`,
    hint: () => `fix the text; ${raise('depth')}`,
    explain: 'Kubernetes has no type that is so deep. Text that nests without end brings down programs that follow it.',
  },
  RP1020: {
    severity: 'error',
    message: ({ most, where }) => `a mapping has more than ${most} keys${at(where)}`,
    hint: () => `spread them over several objects; ${raise('keys')}`,
    explain: 'The mapping stands in a document that has to be parsed. No object that a cluster stores has so many keys in one mapping.',
  },
  RP1021: {
    severity: 'error',
    message: ({ most, where }) =>
      where === ''
        ? `aliases make this document longer by more than ${formatSize(most, 'characters')}`
        : `an alias stands for itself${at(where)}`,
    hint: () => `write out what the aliases stand for; ${raise('aliases')}`,
    explain:
      'A few lines of aliases can stand for more values than any memory holds ("billion laughs"). Written out, as a cluster needs it, the document would be too long, or endless.',
  },
  RP5050: {
    severity: 'error',
    exit: 3,
    message: ({ time }) => `the run was stopped after ${time}`,
    hint: () => 'render fewer files in one run; if it may take longer, give --limit time=30m, or 0 for as long as it takes',
    explain:
      'Reading and rendering took longer than the limit `time`. Nothing was printed and no file was changed: what is written is never interrupted.',
  },
  RP5051: {
    severity: 'info',
    message: ({ count }) => `${count} more ${count === 1 ? 'problem is' : 'problems are'} not shown`,
    hint: () => 'fix what is shown and run again',
    explain:
      'So many problems are rarely read, and each has to be placed in its file. Errors come before warnings, so that none is hidden behind these.',
  },
};
