/** Everything that a request needs to reach the API server and be let in. Never logged. */
export interface Access {
  readonly server: URL;
  readonly tls: TlsSettings;
  readonly headers: Readonly<Record<string, string>>;
}

/** The part that belongs to a connection: a change of it needs new ones. */
export interface TlsSettings {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly servername?: string | undefined;
  readonly rejectUnauthorized?: boolean | undefined;
}

export interface Credentials {
  /** Of the pod, or of the context of a kubeconfig. */
  readonly namespace: string | undefined;
  /** As they are now: files are read again. May throw what the system or a credential plugin refuses. */
  read(): Promise<Access>;
}

/** Tokens live an hour at least; client-go reads them again after a minute as well (reporter facts §1.3). */
const freshFor = 60_000;

/** Remembers credentials for a minute; `forget` after a 401. */
export function rememberAccess(credentials: Credentials, elapsed: () => number): { current(): Promise<Access>; forget(): void } {
  let known: { readonly access: Access; readonly at: number } | undefined;
  let pending: Promise<Access> | undefined;
  const read = async (): Promise<Access> => {
    try {
      const access = await credentials.read();
      known = { access, at: elapsed() };
      return access;
    } catch (error) {
      // Between the two renames of a projected volume a file may be missing: what was good a minute ago may still be.
      if (known === undefined) throw error;
      return known.access;
    } finally {
      pending = undefined;
    }
  };
  return {
    current: async () => {
      if (known !== undefined && known.at > Number.NEGATIVE_INFINITY && elapsed() - known.at < freshFor) return known.access;
      pending ??= read();
      return pending;
    },
    forget: () => {
      if (known !== undefined) known = { access: known.access, at: Number.NEGATIVE_INFINITY };
    },
  };
}
