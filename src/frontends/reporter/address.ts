/** Where a server listens. Apart from the server, because every command line loads this and only one needs node:http. */
export interface Address {
  /** Undefined is every interface. */
  readonly host?: string;
  readonly port: number;
}

/** `:8080`, `127.0.0.1:8080`, `[::1]:8080`; `0` is 'off'; undefined is none of these. */
export function parseAddress(text: string): Address | 'off' | undefined {
  if (text === '0') return 'off';
  const [, host = '', port = ''] = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]*):(\d{1,5})$/.exec(text) ?? [];
  if (port === '' || Number(port) > 65_535) return undefined;
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === '' ? { port: Number(port) } : { host: bare, port: Number(port) };
}
