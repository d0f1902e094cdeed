import type { Catalog } from '../code-entry.ts';

/** RP5020 to RP5029: the function and the plugin of kustomize and kpt. The words that each message needs. */
export interface KrmCodes {
  readonly RP5020: { found: string };
  readonly RP5021: { found: string };
  readonly RP5022: { apiVersion: string };
  readonly RP5023: { path: string };
  readonly RP5024: { found: string };
  readonly RP5025: Record<never, never>;
  readonly RP5026: { path: string };
  readonly RP5027: Record<never, never>;
}

export const krmCodes: Catalog<KrmCodes> = {
  RP5020: {
    severity: 'error',
    message: ({ found }) => `functionConfig is ${found}, which configures nothing here`,
    hint: () =>
      'give a RendererConfig (resilience.auth-platform.github.com/v1), or a ConfigMap whose data holds options as strings, or leave it out',
    explain:
      'A function reads its options from the functionConfig. One that it does not understand is refused, because the options in it would otherwise be ignored.',
  },
  RP5021: {
    severity: 'error',
    exit: 2,
    message: ({ found }) => `without arguments this is a function and reads a ResourceList, but standard input holds ${found}`,
    hint: () => 'render manifests of a pipe with: resilience-renderer render - (and see resilience-renderer --help)',
    explain:
      'kustomize and kpt start a function without arguments and hand it a ResourceList. Anything else at that place is a command line that was not finished.',
  },
  RP5022: {
    severity: 'error',
    message: ({ apiVersion }) => `a ResourceList of ${apiVersion === '' ? 'no apiVersion' : apiVersion} is not understood`,
    hint: () => 'use config.kubernetes.io/v1 or config.kubernetes.io/v1beta1',
    explain: 'What a ResourceList of another version means is not known, so nothing is guessed about it.',
  },
  RP5023: {
    severity: 'error',
    exit: 2,
    message: ({ path }) => `standard input holds a ResourceList, and ${path} cannot be added to it`,
    hint: () => 'a function works on the items that it is given: add the files to the kustomization or the package',
    explain:
      'A function gives back the items that it was given, changed. Objects of other files among them would be new objects to kustomize and kpt.',
  },
  RP5024: {
    severity: 'error',
    message: ({ found }) => `items of the ResourceList is ${found}, not a list of objects`,
    hint: () => 'whoever writes the ResourceList has to give it items',
    explain: 'The KRM functions specification demands items. Without them there is nothing to render and nothing to give back.',
  },
  RP5025: {
    severity: 'error',
    exit: 2,
    message: () => 'it is not known where kustomize looks for plugins: neither KUSTOMIZE_PLUGIN_HOME nor a home directory is set',
    hint: () => 'name the directory: resilience-renderer plugin install --home DIR',
    explain: 'kustomize looks in KUSTOMIZE_PLUGIN_HOME, in kustomize/plugin below XDG_CONFIG_HOME or ~/.config, and in ~/kustomize/plugin.',
  },
  RP5026: {
    severity: 'error',
    message: ({ path }) => `${path} was not written by resilience-renderer and is left alone`,
    hint: () => 'move it away, or choose another directory with --home DIR',
    explain: 'At the place that kustomize gives to the plugin stands somebody else’s file. It is neither overwritten nor removed.',
  },
  RP5027: {
    severity: 'error',
    message: () => 'the function was given nothing but its own RendererConfig, as kustomize does with generators',
    hint: () => 'list the RendererConfig under transformers of the kustomization, not under generators or resources',
    explain:
      'A generator of kustomize does not see the resources of its kustomization, so there is nothing that it could render. A transformer does.',
  },
};
