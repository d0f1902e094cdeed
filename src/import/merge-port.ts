import type { Report } from '../diagnostics/diagnostic.ts';
import { valueAt } from '../model/resource.ts';
import { addSettings } from './add-settings.ts';
import { mergeAlternatives } from './merge-alternatives.ts';
import { reportUseless } from './report-rest.ts';
import type { Rule } from './rule.ts';
import { pickSettings, type Setting, type Settings } from './setting.ts';

/** A port of a Service, undefined for all, and whether it is known to be HTTP or gRPC. */
export interface ImportedPort {
  readonly port: number | undefined;
  readonly isGrpc: boolean | undefined;
}

/** Everything that is said of one port. Reports RP4055 to RP4057. */
export function mergePort(rules: readonly Rule[], { port, isGrpc }: ImportedPort, report: Report): Settings {
  const here = rules.filter((rule) => rule.port === undefined || rule.port === port);
  const from = (origin: Rule['origin']): readonly Rule[] => here.filter((rule) => rule.origin === origin);
  const parts = [
    mergeAlternatives(from('virtual-service'), report),
    mergeAlternatives(withDefaults(from('route'), from('route-default')), report),
    mergeAlternatives(from('service-profile'), report),
    ...[...from('service'), ...nearest(from('destination-rule')), ...from('rate-limit')].map(({ settings }) => settings),
  ];
  const merged = parts.reduce((all, next) => addSettings(all, next, report), {});
  if (isGrpc === undefined) return merged;
  return isGrpc ? forGrpc(merged) : forHttp(merged, port, report);
}

/** Retries and timeouts are groups: any of a group on a route hides the whole group on the Service (linkerd facts §2). */
function withDefaults(routes: readonly Rule[], defaults: readonly Rule[]): readonly Rule[] {
  const [fallback] = defaults;
  if (fallback === undefined) return routes;
  if (routes.length === 0) return [fallback];
  return routes.map((route) => {
    const missing = ['retry.', 'timeout.'].filter((group) => !Object.keys(route.settings).some((leaf) => leaf.startsWith(group)));
    const inherited = pickSettings(fallback.settings, (leaf) => missing.some((group) => leaf.startsWith(group)));
    return { ...route, settings: { ...inherited, ...route.settings } };
  });
}

/** The settings of a port hide those of the whole rule. */
function nearest(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(
    (rule) => rule.port !== undefined || !rules.some((other) => other.resource === rule.resource && other.port !== undefined),
  );
}

/** What a policy without conditions means on a gRPC port, written out: HTTP codes of other ports would be mapped to statuses. */
function forGrpc(settings: Settings): Settings {
  const { 'retry.maxAttempts': attempts, 'retry.retryableStatusCodes': status, 'retry.retryableGrpcCodes': grpc } = settings;
  if (grpc !== undefined) return status !== undefined && isDefault(status) ? without(settings, 'retry.retryableStatusCodes') : settings;
  if (attempts === undefined || status !== undefined) return settings;
  return { ...settings, 'retry.retryableGrpcCodes': { ...attempts, value: 'unavailable' } };
}

/** gRPC statuses retry nothing on an HTTP port; where they are alone, a policy would retry 5xx in their place. */
function forHttp(settings: Settings, port: number | undefined, report: Report): Settings {
  const grpc = settings['retry.retryableGrpcCodes'];
  if (grpc === undefined) return settings;
  if (!isDefault(grpc)) reportUseless(grpc, `gRPC statuses do not occur on port ${port}, which is not gRPC`, report);
  return without(settings, settings['retry.retryableStatusCodes'] === undefined ? 'retry.' : 'retry.retryableGrpcCodes');
}

/** What a mesh does where nothing is written. */
function isDefault({ resource, path }: Setting): boolean {
  return valueAt(resource.object, path) === undefined;
}

function without(settings: Settings, start: string): Settings {
  return pickSettings(settings, (leaf) => !leaf.startsWith(start));
}
