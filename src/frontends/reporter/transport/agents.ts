import { Agent } from 'node:https';
import type { TlsSettings } from './credentials.ts';

export interface Agents {
  for(tls: TlsSettings): Agent;
  close(): void;
}

/**
 * One keep-alive agent for everything: client-node makes one per request (reporter facts §1.3). It is replaced when the CA
 * or the client certificate changes; requests under way end on the old one.
 */
export function createAgents(): Agents {
  let current: { readonly agent: Agent; readonly tls: TlsSettings } | undefined;
  return {
    for: (tls) => {
      if (current !== undefined && equalSettings(current.tls, tls)) return current.agent;
      if (current !== undefined) retire(current.agent);
      // Idle connections go before a load balancer in between forgets them.
      const agent = new Agent({ ...definedOnly(tls), keepAlive: true, timeout: 60_000, maxFreeSockets: 8 });
      current = { agent, tls };
      return agent;
    },
    close: () => current?.agent.destroy(),
  };
}

/** Connections in use are closed by `keepAlive: false` when their answer has ended. */
function retire(agent: Agent): void {
  (agent as { keepAlive?: boolean }).keepAlive = false;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

function equalSettings(a: TlsSettings, b: TlsSettings): boolean {
  const keys = ['ca', 'cert', 'key', 'servername', 'rejectUnauthorized'] as const;
  return keys.every((key) => a[key] === b[key]);
}

function definedOnly(tls: TlsSettings): object {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
