import type { Catalog } from '../code-entry.ts';

/** RP5011 to RP5019: rendering in place. The words that each message needs. */
export interface WriteCodes {
  readonly RP5011: { path: string; reason: string };
  readonly RP5012: { path: string; root: string; command: string };
  readonly RP5013: { flag: string; problem: 'excludes' | 'needs' | 'takes'; other: string };
  readonly RP5014: { kustomization: string; entry: string };
  readonly RP5015: { path: string; reason: string };
  readonly RP5016: { path: string; failure?: string | undefined };
  readonly RP5017: { done: 'created' | 'changed' | 'deleted' };
  readonly RP5018: { count: number; command: string };
  readonly RP5019: { count: number };
}

export const writeCodes: Catalog<WriteCodes> = {
  RP5011: {
    severity: 'error',
    message: ({ path, reason }) => `generated objects belong into ${path}, but ${reason}`,
    hint: () => 'move what stands there to another file, or choose another name with --generated-file',
    explain:
      'With `--write`, generated objects go to a file of their own beside the file of their Service. A file of that name that holds anything else is somebody’s work and is never overwritten, and one that is left out of the input could not be kept up to date.',
  },
  RP5012: {
    severity: 'error',
    exit: 2,
    message: ({ path, root }) => `${path} is only a part of the project at ${root}, which holds resilience-renderer.yaml`,
    hint: ({ command }) => `run it on the whole project: ${command}`,
    explain:
      'Rendering in place takes away what no policy asks for any more. A part of a project may lack the policies that govern it, and would lose what they ask for.',
  },
  RP5013: {
    severity: 'error',
    exit: 2,
    message: ({ flag, problem, other }) => `${flag} ${problem === 'excludes' ? 'does not go with' : problem} ${other}`,
    hint: ({ problem }) =>
      problem === 'takes' ? 'name the directory of the project, as in: resilience-renderer render --write .' : undefined,
    explain:
      '`--write`, `--check` and `--diff` are three ways to render one project in place: objects stay in their files and keep their order, and policies stay. What shapes a stream has no meaning for them. In `resilience-renderer.yaml` it is ignored.',
  },
  RP5014: {
    severity: 'error',
    message: ({ kustomization, entry }) => `${kustomization} does not list ${entry}, so what is generated into it would never be applied`,
    hint: ({ kustomization, entry }) => `add a line to the resources of ${kustomization}: "- ${entry}"`,
    explain:
      'kustomize reads only files that a kustomization lists. `--write` never edits a kustomization: how its list is ordered and commented is yours. With the line in place, a generated file of which nothing is left is emptied instead of deleted, because kustomize refuses to build when a listed file is missing.',
  },
  RP5015: {
    severity: 'error',
    exit: 3,
    message: ({ path, reason }) => `${path} cannot be written: ${reason}`,
    hint: () => 'every file is either as it was or finished; run the same command again once this is solved',
    explain:
      'The system refused a write, for example because the disk is full or the file is read-only. All new content is written beside the files before the first of them is replaced, so most refusals leave everything as it was. A file that somebody else, such as an editor, wrote after it was read is left to them.',
  },
  RP5016: {
    severity: 'error',
    message: ({ path, failure }) =>
      failure === undefined
        ? `Git does not track ${path}: a commit would lack it`
        : `Git does not say whether it tracks ${path}: ${failure}`,
    hint: ({ path, failure }) => (failure === undefined ? `git add ${path}` : 'run it where Git works, or without --tracked'),
    explain:
      'With `--tracked`, a generated file has to be known to Git. Otherwise a commit hook is content as soon as the file is there, and the commit goes without it.',
  },
  RP5017: {
    severity: 'info',
    message: ({ done }) => done,
    explain: 'Says what `--write` did with a file.',
  },
  RP5018: {
    severity: 'error',
    message: ({ count }) => `${count === 1 ? '1 file is' : `${count} files are`} not what the policies ask for`,
    hint: ({ command }) => `bring everything up to date with: ${command}`,
    explain:
      'With `--check`, every annotation and every generated object has to be in the files already. The differences are on standard output, in a form that `git apply` takes.',
  },
  RP5019: {
    severity: 'error',
    message: ({ count }) => `${count === 1 ? '1 file was' : `${count} files were`} brought up to date (--fail-on-change)`,
    hint: () => 'look at the changes, stage them, also new files, and commit again',
    explain:
      'With `--write --fail-on-change` a run that wrote something fails, so that a commit stops until what was written is part of it. A Git hook has no other way to say so: a new file that Git does not track yet would pass unseen.',
  },
};
