import { type FieldPath, formatFieldPath } from '../model/place.ts';
import { formatIdentity, placeOf, type Resource, stringAt } from '../model/resource.ts';
import { parseGrpcConditions } from '../model/retry-conditions.ts';
import type { Importing } from './importing.ts';
import type { Settings, Take } from './setting.ts';
import { formatStatusList } from './status-list.ts';

/** Conditions that a policy has by the same name. In Envoy both stand for failed connections and resets too (meshes facts §2.2). */
const classes: readonly string[] = ['5xx', 'gateway-error'];
/** What Envoy has no status for: the request never came to an end. */
const transport: readonly string[] = ['connect-failure', 'refused-stream', 'reset', 'reset-before-request', 'http3-post-connect-failure'];
/** Says that the codes of the list count, which they do anyway. */
const codesFollow = 'retriable-status-codes';
/** The only status that Envoy's `retriable-4xx` means. */
const retriable4xx = 409;
/** What Istio retries where nothing is said (meshes facts §2.2). */
const istioDefault: readonly string[] = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

/** Whether a try that is given up is repeated: Envoy takes it for a reset (wouldRetryFromReset), which the classes stand for too. */
export function repeatsTries(retryOn: string): boolean {
  return retryOn.split(',').some((token) => classes.includes(token) || token === 'reset');
}

interface Reading {
  readonly take: Take;
  readonly importing: Importing;
  readonly hasTryTimeout: boolean;
}

/** Istio's `retryOn`: Envoy's conditions and status codes, for HTTP and gRPC in one list. Reports RP4054, RP4063. */
export function readRetryOn(resource: Resource, path: FieldPath, { take, importing, hasTryTimeout }: Reading): Settings {
  const { report } = importing;
  const written = stringAt(resource.object, path).split(',').filter(Boolean);
  const tokens = written.length === 0 ? istioDefault : written;
  const status = statusesOf(tokens);
  const grpc = tokens.filter((token) => parseGrpcConditions(token).ok);
  const hasClass = status.some((each) => classes.includes(each));
  // `retry.retryTimeout` says by itself that what it gives up is repeated.
  const isImplied = (token: string): boolean => hasClass || (token === 'reset' && hasTryTimeout);
  const broken = tokens.filter((token) => transport.includes(token) && !isImplied(token));
  const becomesStatus = status.length === 0 && broken.length > 0;
  const others = tokens.filter((token) => !isStatus(token) && !grpc.includes(token) && !transport.includes(token) && token !== codesFollow);
  const lost = becomesStatus ? others : [...broken, ...others];
  const names = { object: formatIdentity(resource.identity), field: formatFieldPath(path) };
  if (lost.length > 0) report('RP4063', placeOf(resource, path), { ...names, conditions: lost.join(', ') });
  if (becomesStatus) {
    const how = 'on HTTP ports retry.retryableStatusCodes is gateway-error, which is how meshes answer for a connection that fails';
    report('RP4054', placeOf(resource, path), { ...names, how });
  }
  const conditions = becomesStatus ? ['gateway-error'] : status;
  return {
    ...take('retry.retryableStatusCodes', conditions.length === 0 ? undefined : conditions.join(','), path),
    ...take('retry.retryableGrpcCodes', grpc.length === 0 ? undefined : grpc.join(','), path),
  };
}

function isStatus(token: string): boolean {
  return classes.includes(token) || token === 'retriable-4xx' || /^[1-5]\d\d$/.test(token);
}

/** In the order in which they stand: rendered again, they come out the same. */
function statusesOf(tokens: readonly string[]): readonly string[] {
  const items: string[] = [];
  let codes: number[] = [];
  for (const token of [...tokens.filter(isStatus), '']) {
    if (/^\d/.test(token) && !classes.includes(token)) codes.push(Number(token));
    else if (token === 'retriable-4xx') codes.push(retriable4xx);
    else {
      items.push(...formatStatusList(codes), ...(token === '' ? [] : [token]));
      codes = [];
    }
  }
  return items;
}
