import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the files lie that an API server and its administrator need. */
export interface Certificates {
  readonly ca: string;
  /** Another authority, for the day on which the first is replaced; `bothCas` has the two. */
  readonly nextCa: string;
  readonly bothCas: string;
  readonly serverCert: string;
  readonly serverKey: string;
  readonly adminCert: string;
  readonly adminKey: string;
  /** Signs the tokens of ServiceAccounts. */
  readonly tokenKey: string;
  readonly tokenPublicKey: string;
}

/** One authority for servers and clients, valid for a day, and its successor. */
export function makeCertificates(directory: string): Certificates {
  const at = (name: string): string => join(directory, name);
  const paths: Certificates = {
    ca: at('ca.crt'),
    nextCa: at('next-ca.crt'),
    bothCas: at('both-cas.crt'),
    serverCert: at('apiserver.crt'),
    serverKey: at('apiserver.key'),
    adminCert: at('admin.crt'),
    adminKey: at('admin.key'),
    tokenKey: at('tokens.key'),
    tokenPublicKey: at('tokens.pub'),
  };
  for (const name of ['ca', 'next-ca'])
    openssl('req', '-x509', ...newKey(at(`${name}.key`)), '-out', at(`${name}.crt`), '-subj', `/CN=test-${name}`, '-days', '1');
  writeFileSync(paths.bothCas, `${readFileSync(paths.ca, 'utf8')}${readFileSync(paths.nextCa, 'utf8')}`);
  signServer(at, 'ca');
  // system:masters passes every authorization check (Kubernetes RBAC documentation).
  sign(at, { name: 'admin', subject: '/O=system:masters/CN=admin', extensions: 'extendedKeyUsage=clientAuth' });
  makeTokenKey(paths);
  return paths;
}

/** The key that signs tokens; an API server reads it when it starts. */
export function makeTokenKey({ tokenKey, tokenPublicKey }: Pick<Certificates, 'tokenKey' | 'tokenPublicKey'>): void {
  openssl('genrsa', '-out', tokenKey, '2048');
  openssl('rsa', '-in', tokenKey, '-pubout', '-out', tokenPublicKey);
}

/** The API server's certificate, by one of the two authorities; a server that runs takes a new one by itself. */
export function signServer(at: (name: string) => string, authority: Authority): void {
  sign(at, { name: 'apiserver', subject: '/CN=kube-apiserver', extensions: 'subjectAltName=DNS:localhost,IP:127.0.0.1', authority });
}

type Authority = 'ca' | 'next-ca';

interface Request {
  readonly name: string;
  readonly subject: string;
  readonly extensions: string;
  readonly authority?: Authority;
}

function sign(at: (name: string) => string, { name, subject, extensions, authority = 'ca' }: Request): void {
  writeFileSync(at(`${name}.ext`), extensions);
  openssl('req', ...newKey(at(`${name}.key`)), '-out', at(`${name}.csr`), '-subj', subject);
  const by = ['-CA', at(`${authority}.crt`), '-CAkey', at(`${authority}.key`), '-CAcreateserial'];
  openssl('x509', '-req', '-in', at(`${name}.csr`), ...by, '-days', '1', '-extfile', at(`${name}.ext`), '-out', at(`${name}.crt`));
}

function newKey(path: string): readonly string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path];
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
