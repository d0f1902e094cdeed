import type { PolicyField } from '../../model/policy-field.ts';
import type { RenderFlags } from '../render-flags.ts';
import type { World } from '../world.ts';
import type { ParameterValues } from './parameters.ts';

/**
 * What the parameters say about rendering, as flags that come before the project's file. The destination namespace stands in for absent
 * ones, because Argo CD applies such objects there; the form of the output is Argo CD's business.
 */
export function flagsOf(values: ParameterValues, env: World['env']): RenderFlags {
  const flags: { readonly [Name in keyof RenderFlags]: RenderFlags[Name] | undefined } = {
    output: 'yaml',
    namespace: env['ARGOCD_APP_NAMESPACE'] || undefined,
    mesh: values.mesh,
    meshVersion: values['mesh-version'],
    annotations: values.annotations as RenderFlags['annotations'],
    gatewayChannel: values['gateway-channel'] as RenderFlags['gatewayChannel'],
    clusterDomain: values['cluster-domain'],
    policies: values.policies as RenderFlags['policies'],
    orphans: values.orphans as RenderFlags['orphans'],
    // Each is one of the parameter's choices.
    allowLoss: values['allow-loss'] as readonly (PolicyField | 'all')[] | undefined,
    exclude: values.exclude,
    strict: values.strict,
    adopt: values.adopt,
    allowCrossNamespace: values['allow-cross-namespace'],
    allowEmpty: values['allow-empty'],
    parseAll: values['parse-all'],
  };
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)) as RenderFlags;
}
