import { readFileSync } from 'node:fs';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';

/** One request that the API server has answered. */
export interface AuditEvent {
  readonly verb: string;
  readonly user: string;
  /** Of the token that it came with: each replica of a test has one of its own. */
  readonly credential: string;
  readonly group: string;
  /** `resource` or `resource/subresource`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: number;
  /** Milliseconds since 1970, by the API server's clock; a watch is logged when it begins and when it ends. */
  readonly at: number;
  readonly requestUri: string;
  /** What a write of a policy's status wanted. */
  readonly status: ObjectValue | undefined;
}

interface RawEvent {
  readonly verb: string;
  readonly stage: string;
  readonly requestURI: string;
  readonly user: { readonly username: string; readonly extra?: Readonly<Record<string, readonly string[]>> };
  readonly objectRef?: Partial<Record<'apiGroup' | 'resource' | 'subresource' | 'namespace' | 'name', string>>;
  readonly requestObject?: KubeObject;
  readonly responseStatus?: { readonly code?: number };
  readonly stageTimestamp: string;
}

/** Where the log ends now, to look at what comes later alone. The last line may be half written. */
export function auditMark(path: string): number {
  return readFileSync(path).lastIndexOf('\n') + 1;
}

/** Requests for resources by `user` since `mark`, in the order in which they were answered. */
export function readAudit(path: string, user: string, mark = 0): readonly AuditEvent[] {
  const lines = readFileSync(path).subarray(mark).toString().split('\n');
  // The last line may be half written; a watch has a ResponseStarted of its own beside the end.
  const events = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as RawEvent);
  return events.filter(({ user: by, objectRef }) => by.username === user && objectRef !== undefined).map(eventOf);
}

function eventOf({ verb, user, objectRef = {}, responseStatus, stageTimestamp, requestURI, requestObject }: RawEvent): AuditEvent {
  const { apiGroup = '', resource = '', subresource, namespace = '', name = '' } = objectRef;
  return {
    verb,
    user: user.username,
    credential: user.extra?.['authentication.kubernetes.io/credential-id']?.[0] ?? '',
    group: apiGroup,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    namespace,
    name,
    code: responseStatus?.code ?? 0,
    at: Date.parse(stageTimestamp),
    requestUri: requestURI,
    status: requestObject?.['status'] as ObjectValue | undefined,
  };
}

const writing: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

export function isWrite({ verb }: AuditEvent): boolean {
  return writing.has(verb);
}

/** `group/resource verb`, sorted: what a role has to allow. */
export function permissionsOf(events: readonly AuditEvent[]): readonly string[] {
  return [...new Set(events.map(({ group, resource, verb }) => `${group}/${resource} ${verb}`))].sort();
}
