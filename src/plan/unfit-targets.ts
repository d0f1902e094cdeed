import type { Ignored, MeshBackend, MeshContext } from '../mesh/backend.ts';
import type { Policy } from '../model/policy.ts';
import { formatName, listAt, placeOf } from '../model/resource.ts';
import { formatPolicy, type ServiceFacts, type ServicePort } from '../model/service-plan.ts';

/** A Service, or a port of it, on which a policy would be in force nowhere. */
export interface UnfitTarget {
  readonly service: ServiceFacts;
  readonly backend: MeshBackend;
  readonly context: MeshContext;
}

/** `appProtocol: grpc` means gRPC to its author and opaque TCP to the mesh: never skipped in silence, even where no port is named. */
export function reportMisreadPorts(policy: Policy, target: UnfitTarget): boolean {
  const { service, backend, context } = target;
  const misread = service.ports.filter((port) => isCalledGrpc(port) && 'reason' in backend.portKind(service, port, context));
  for (const port of misread) reportPort(policy, port.port, target);
  return misread.length > 0;
}

/** A port that a policy names and that is not there, or carries no requests. Reports RP3003, RP4006, RP4008. */
export function reportPort(policy: Policy, wanted: number, { service, backend, context }: UnfitTarget): void {
  const { report } = context;
  const place = placeOf(policy.resource, ['spec', 'targetRef', 'port']);
  const names = { policy: formatPolicy(policy), service: formatName(service), port: wanted };
  const port = service.ports.find((candidate) => candidate.port === wanted);
  if (port === undefined) {
    const ports =
      service.ports.length === 0
        ? 'no ports'
        : service.ports.map((each) => (each.name === '' ? each.port : `${each.port} (${each.name})`)).join(', ');
    report('RP3003', place, { ...names, ports });
    return;
  }
  const kind = backend.portKind(service, port, context);
  const reason = 'reason' in kind ? kind.reason : '';
  const portPath = ['spec', 'ports', service.ports.indexOf(port)];
  // What is wrong is the appProtocol, whichever port the policy names.
  if (isCalledGrpc(port)) report('RP4006', [placeOf(service.resource, [...portPath, 'appProtocol']), place], names);
  else report('RP4008', [place, placeOf(service.resource, portPath)], { ...names, mesh: `${backend.title} ${context.version}`, reason });
}

/** Over another transport than TCP, the appProtocol is not what is wrong. */
function isCalledGrpc({ appProtocol, protocol }: ServicePort): boolean {
  return appProtocol?.toLowerCase() === 'grpc' && protocol === 'TCP';
}

export function whyNoHttp({ service, backend, context }: UnfitTarget): string {
  if (service.ports.length === 0) {
    const written = listAt(service.resource.object, ['spec', 'ports']).length;
    return written === 0 ? 'it has no ports' : 'none of its ports has a number from 1 to 65535 as its port';
  }
  const reasons = service.ports.map((port) => {
    const kind = backend.portKind(service, port, context);
    return `port ${port.port} ${'reason' in kind ? kind.reason : ''}`;
  });
  return `none of its ports is HTTP (${reasons.join('; ')})`;
}

/** An ignored target is an error unless every field that the policy sets may be lost (design §2). Reports RP4004, RP4005. */
export function reportIgnored(policy: Policy, { reason, cause }: Ignored, { service, backend, context }: UnfitTarget): void {
  const { options, report } = context;
  // Where nothing is enabled, nothing is lost.
  if (policy.fields.length === 0) return;
  const allowed = options.allowLoss.includes('all') || policy.fields.every((field) => options.allowLoss.includes(field));
  report(allowed ? 'RP4005' : 'RP4004', [placeOf(policy.resource, ['spec', 'targetRef']), placeOf(cause ?? service.resource)], {
    policy: formatPolicy(policy),
    service: formatName(service),
    mesh: `${backend.title} ${context.version}`,
    reason,
  });
}
