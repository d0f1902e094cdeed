import { equalValues } from '../model/resource.ts';
import type { ImportedPort } from './merge-port.ts';
import { type Leaf, type Setting, type Settings, settingsOf } from './setting.ts';

/** What is said of one port. */
export interface PortSettings extends ImportedPort {
  readonly settings: Settings;
}

/** Fields that act on ports of one protocol alone, so that the settings of another need not have them. */
const boundTo: Readonly<Partial<Record<Leaf, 'http' | 'grpc'>>> = {
  'retry.retryableStatusCodes': 'http',
  'retry.retryableGrpcCodes': 'grpc',
  'retry.methods': 'http',
};

/** One set of settings that means the same for each port; undefined where ports differ. */
export function joinPorts(ports: readonly PortSettings[]): Settings | undefined {
  const joined: Partial<Record<Leaf, Setting>> = {};
  for (const { settings } of ports) for (const [leaf, setting] of settingsOf(settings)) joined[leaf] ??= setting;
  // A gRPC call is a POST, so that methods without it would end its retries.
  const methods = joined['retry.methods']?.value;
  const isGrpcCut = Array.isArray(methods) && !methods.includes('POST');
  const agrees = ports.every((port) =>
    settingsOf(joined).every(([leaf, { value }]) => {
      const own = port.settings[leaf];
      if (own !== undefined) return equalValues(own.value, value);
      const retries = port.settings['retry.maxAttempts'] !== undefined;
      if (leaf === 'retry.methods') return port.isGrpc === true && (!isGrpcCut || !retries);
      return boundTo[leaf] !== undefined && port.isGrpc === (boundTo[leaf] === 'http');
    }),
  );
  return agrees ? joined : undefined;
}
