import { istioGroup } from '../../model/kinds.ts';
import { groupOf, type KubeObject, listAt, numberAt, stringAt, type Value, valueAt } from '../../model/resource.ts';
import { hasShape, isCount, isDuration, isOneOf, isText, type Shape } from '../shared/spec-shape.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];
const noRetries: Shape = { required: { attempts: (value) => value === 0 } };
const retries: Shape = { required: { attempts: isCount(1), retryOn: isText }, optional: { perTryTimeout: isDuration } };

const ruleShape: Shape = {
  required: {
    match: {
      atLeast: 1,
      each: { required: { port: isCount(1) }, optional: { method: { required: { exact: isOneOf(...methods) } } } },
    },
    route: {
      atLeast: 1,
      each: { required: { destination: { required: { host: isText, port: { required: { number: isCount(1) } } } } } },
    },
  },
  optional: { retries: (value) => hasShape(value, noRetries) || hasShape(value, retries), timeout: isDuration },
};

const specShape: Shape = { required: { hosts: { each: isText, atLeast: 1 }, http: { each: ruleShape, atLeast: 1 } } };

/** Whether an object is a VirtualService that `renderVirtualService` writes, whatever the names and numbers in it. */
export function isOurVirtualService(object: KubeObject): boolean {
  const isRule = groupOf(stringAt(object, ['apiVersion'])) === istioGroup && stringAt(object, ['kind']) === 'VirtualService';
  const spec = valueAt(object, ['spec']);
  const hosts = listAt(spec, ['hosts']);
  return isRule && hasShape(spec, specShape) && hosts.length === 1 && listAt(spec, ['http']).every((rule) => isOwnRule(rule, hosts[0]));
}

/** One destination, the host itself, on the port that every match names; a rule that does nothing is never written. */
function isOwnRule(rule: Value, host: Value | undefined): boolean {
  const routes = listAt(rule, ['route']);
  const port = numberAt(routes[0], ['destination', 'port', 'number']);
  const matches = listAt(rule, ['match']);
  return (
    routes.length === 1 &&
    stringAt(routes[0], ['destination', 'host']) === host &&
    matches.every((match) => numberAt(match, ['port']) === port) &&
    (matches.length === 1 || matches.every((match) => valueAt(match, ['method']) !== undefined)) &&
    (valueAt(rule, ['retries']) !== undefined || valueAt(rule, ['timeout']) !== undefined)
  );
}
