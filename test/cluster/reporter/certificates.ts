import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the files lie that an API server and its administrator need. */
export interface Certificates {
  readonly ca: string;
  readonly serverCert: string;
  readonly serverKey: string;
  readonly adminCert: string;
  readonly adminKey: string;
  /** Signs the tokens of ServiceAccounts. */
  readonly tokenKey: string;
  readonly tokenPublicKey: string;
}

/** One authority for servers and clients, valid for a day. */
export function makeCertificates(directory: string): Certificates {
  const at = (name: string): string => join(directory, name);
  const paths: Certificates = {
    ca: at('ca.crt'),
    serverCert: at('apiserver.crt'),
    serverKey: at('apiserver.key'),
    adminCert: at('admin.crt'),
    adminKey: at('admin.key'),
    tokenKey: at('tokens.key'),
    tokenPublicKey: at('tokens.pub'),
  };
  openssl('req', '-x509', ...newKey(at('ca.key')), '-out', paths.ca, '-subj', '/CN=test-ca', '-days', '1');
  sign(at, { name: 'apiserver', subject: '/CN=kube-apiserver', extensions: 'subjectAltName=DNS:localhost,IP:127.0.0.1' });
  // system:masters passes every authorization check (Kubernetes RBAC documentation).
  sign(at, { name: 'admin', subject: '/O=system:masters/CN=admin', extensions: 'extendedKeyUsage=clientAuth' });
  openssl('genrsa', '-out', paths.tokenKey, '2048');
  openssl('rsa', '-in', paths.tokenKey, '-pubout', '-out', paths.tokenPublicKey);
  return paths;
}

interface Request {
  readonly name: string;
  readonly subject: string;
  readonly extensions: string;
}

function sign(at: (name: string) => string, { name, subject, extensions }: Request): void {
  writeFileSync(at(`${name}.ext`), extensions);
  openssl('req', ...newKey(at(`${name}.key`)), '-out', at(`${name}.csr`), '-subj', subject);
  const authority = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial'];
  openssl('x509', '-req', '-in', at(`${name}.csr`), ...authority, '-days', '1', '-extfile', at(`${name}.ext`), '-out', at(`${name}.crt`));
}

function newKey(path: string): readonly string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path];
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
