import fc from 'fast-check';
import { generatedFrom } from '../../src/model/group.ts';
import type { KubeObject, ObjectValue } from '../../src/model/resource.ts';

/*
 * VirtualServices and DestinationRules for a crowded cluster: for the same few Services as everything else there, by every way to
 * write a host, from every namespace, and some of them under the names and marks of generated ones.
 */

const name = fc.constantFrom('a', 'b', 'c');
const namespace = fc.constantFrom('shop', 'shop', 'bank');

const host = fc
  .tuple(name, namespace, fc.constantFrom('short', 'short', 'full', 'full', 'full', 'half', 'namespace', 'label', 'all', 'foreign'))
  .map(([of, at, how]) => {
    switch (how) {
      case 'short':
        return of;
      case 'full':
        return `${of}.${at}.svc.cluster.local`;
      case 'half':
        return `${of}.${at}`;
      case 'namespace':
        return `*.${at}.svc.cluster.local`;
      case 'label':
        return `*${of}.${at}.svc.cluster.local`;
      case 'all':
        return '*';
      default:
        return `${of}.example.com`;
    }
  });

const ruleName = fc.tuple(name, fc.constantFrom('', '-resilience', '-resilience')).map((parts) => parts.join(''));
const exportTo = fc.constantFrom<readonly string[] | undefined>(undefined, undefined, undefined, ['.'], ['*'], ['shop']);
const mark = fc.constantFrom(undefined, undefined, undefined, 'a', 'b', 'a,c', 'bank/a', 'shop/b');
const port = fc.constantFrom(80, 80, 81);

const metadata = fc
  .record({ name: ruleName, namespace, mark })
  .map(({ mark: from, ...at }) => ({ ...at, annotations: { [generatedFrom]: from } }));
const defined = (map: Readonly<Record<string, unknown>>): ObjectValue => JSON.parse(JSON.stringify(map)) as ObjectValue;
const apiVersion = fc.constantFrom('v1', 'v1beta1').map((version) => `networking.istio.io/${version}`);

const virtualServices = fc
  .record({
    apiVersion,
    metadata,
    hosts: fc.array(host, { minLength: 1, maxLength: 2 }),
    gateways: fc.constantFrom(undefined, undefined, undefined, ['mesh'], ['edge']),
    exportTo,
    port,
    timeout: fc.constantFrom(undefined, '10s', '9s'),
  })
  .map(({ hosts, gateways, timeout, ...each }): KubeObject => {
    const route = [{ destination: { host: hosts[0], port: { number: each.port } } }];
    const http = [{ match: [{ port: each.port }], route, timeout }];
    const spec = { hosts, gateways, exportTo: each.exportTo, http };
    return defined({ apiVersion: each.apiVersion, kind: 'VirtualService', metadata: each.metadata, spec });
  });

const destinationRules = fc
  .record({ apiVersion, metadata, host, exportTo, port, threshold: fc.constantFrom(5, 7) })
  .map(({ host: of, threshold, ...each }): KubeObject => {
    const outlierDetection = { consecutive5xxErrors: threshold, maxEjectionPercent: 100 };
    const trafficPolicy = { portLevelSettings: [{ port: { number: each.port }, outlierDetection }] };
    const spec = { host: of, exportTo: each.exportTo, trafficPolicy };
    return defined({ apiVersion: each.apiVersion, kind: 'DestinationRule', metadata: each.metadata, spec });
  });

export const crowdedRules: fc.Arbitrary<KubeObject> = fc.oneof(virtualServices, destinationRules);
