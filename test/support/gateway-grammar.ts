import { hasGoStatusText } from './go-status-codes.ts';
import { isWhole } from './istio-grammar.ts';
import { readGatewayDuration } from './mesh-durations.ts';
import { at, type Located, members } from './object-path.ts';

/*
 * What the Gateway API, or Istio behind it, refuses or reads otherwise in routes for Services, as a model of its own (mesh facts
 * §2): nothing here comes from src.
 */

export function findRouteProblems(spec: Located): readonly string[] {
  return [
    ...members(at(spec, 'parentRefs')).flatMap(findParentProblems),
    ...members(at(spec, 'rules')).flatMap((rule) => [
      ...findTimeoutProblems(at(rule, 'timeouts')),
      ...findRetryProblems(at(rule, 'retry')),
    ]),
  ];
}

/** The default of the group is that of a Gateway (mesh facts §3.1): left out, the parent is no Service. */
function findParentProblems(parent: Located): readonly string[] {
  return at(parent, 'kind').value === 'Service' && at(parent, 'group').value !== '' ? [`${parent.path}: a Service without group ""`] : [];
}

function findTimeoutProblems(timeouts: Located): readonly string[] {
  const [request, backendRequest] = [at(timeouts, 'request'), at(timeouts, 'backendRequest')];
  const total = readGatewayDuration(request.value);
  // 0s is no limit at all.
  const outlasts = total !== undefined && total > 0 && (readGatewayDuration(backendRequest.value) ?? 0) > total;
  return [
    ...checkDuration(request),
    ...checkDuration(backendRequest),
    ...(outlasts ? [`${timeouts.path}: backendRequest ${backendRequest.value} outlasts request ${request.value}`] : []),
  ];
}

function findRetryProblems(retry: Located): readonly string[] {
  const attempts = at(retry, 'attempts');
  const codes = members(at(retry, 'codes'));
  const wrong = codes.filter(({ value }) => !isWhole(value, 400, 599) || !hasGoStatusText(Number(value)));
  const twice = codes.filter(({ value }, i) => codes.findIndex((each) => Number(each.value) === Number(value)) !== i);
  return [
    ...(attempts.value === undefined || isWhole(attempts.value, 1, 2 ** 31 - 1) ? [] : [`${attempts.path}: ${attempts.value}`]),
    ...checkDuration(at(retry, 'backoff')),
    ...wrong.map(({ value }) => `${retry.path}.codes: ${value}`),
    ...twice.map(({ value }) => `${retry.path}.codes: ${value} twice`),
  ];
}

function checkDuration({ path, value }: Located): readonly string[] {
  return value === undefined || readGatewayDuration(value) !== undefined ? [] : [`${path}: ${String(value)}`];
}
