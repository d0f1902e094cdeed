import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, credentials, loadPackageDefinition, type ServiceClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { repository } from '../support/golden-cases.ts';
import { peers } from './peers.ts';

/** What argocd-repo-server sends for one application. */
export interface Application {
  /** The checkout. */
  readonly root: string;
  /** Where the application lies in it. */
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds until the request's deadline. */
  readonly deadline?: number;
}

/** One static or dynamic announcement. */
export interface Announced {
  readonly name: string;
  readonly title: string;
  readonly tooltip: string;
  readonly itemType: string;
  readonly collectionType: string;
  readonly string: string;
  readonly array: readonly string[];
  readonly map: Readonly<Record<string, string>>;
}

/** A real argocd-cmp-server with our plugin.yaml, and what argocd-repo-server asks it. */
export interface CmpServer {
  generate(application: Application): Promise<readonly string[]>;
  match(application: Application): Promise<{ readonly isSupported: boolean; readonly isDiscoveryEnabled: boolean }>;
  announce(application: Application): Promise<readonly Announced[]>;
  check(): Promise<{ readonly isDiscoveryConfigured: boolean }>;
  /** What it wrote to its log so far. */
  log(): string;
  /** Where calls put temporary files. */
  readonly temporary: string;
  stop(): void;
}

const chunkSize = 1024;

/** What a sidecar may have otherwise. */
export interface Sidecar {
  readonly env?: Readonly<Record<string, string>>;
  /** Programs by name, instead of the real ones. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** Starts it as a sidecar does: no HOME, a PATH with kustomize and helm, a temporary directory of its own. */
export async function startCmpServer(sidecar: Sidecar = {}): Promise<CmpServer> {
  const home = mkdtempSync(join(tmpdir(), 'cmp-'));
  for (const name of ['bin', 'config', 'plugins', 'work', 'tmp']) mkdirSync(join(home, name));
  copyFileSync(join(repository, 'plugin.yaml'), join(home, 'config/plugin.yaml'));
  const ours = { 'resilience-renderer': peers.renderer, kustomize: peers.kustomize, helm: peers.helm, node: process.execPath };
  for (const [name, path] of Object.entries({ ...ours, ...sidecar.programs })) symlinkSync(path, join(home, 'bin', name));
  const env = {
    PATH: [join(home, 'bin'), '/usr/bin', '/bin'].join(delimiter),
    TMPDIR: join(home, 'tmp'),
    ARGOCD_PLUGINSOCKFILEPATH: join(home, 'plugins'),
    ARGOCD_CMP_WORKDIR: join(home, 'work'),
    ...sidecar.env,
  };
  const child = spawn(peers['argocd-cmp-server'], ['--config-dir-path', join(home, 'config')], { cwd: home, env });
  const log = collect(child);
  const socket = join(home, 'plugins/resilience-renderer.sock');
  await waitFor(() => existsSync(socket), child, log);
  const client = connect(socket);
  return {
    generate: async (app) => ((await send(client, 'GenerateManifest', app)) as { readonly manifests: readonly string[] }).manifests,
    match: async (app) => (await send(client, 'MatchRepository', app)) as Awaited<ReturnType<CmpServer['match']>>,
    announce: async (app) =>
      ((await send(client, 'GetParametersAnnouncement', app)) as { readonly parameterAnnouncements: readonly Announced[] })
        .parameterAnnouncements,
    check: () =>
      new Promise((resolve, reject) => {
        methodOf(client, 'CheckPluginConfiguration')({}, (error: ServiceError | null, answer: never) =>
          error === null ? resolve(answer) : reject(error),
        );
      }),
    log,
    temporary: join(home, 'tmp'),
    stop: () => {
      client.close();
      child.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

async function waitFor(condition: () => boolean, child: ChildProcess, log: () => string): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error(`argocd-cmp-server does not start:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function connect(socket: string): Client {
  const proto = join(dirname(fileURLToPath(import.meta.url)), 'cmp-server.proto');
  const loaded = loadPackageDefinition(loadSync(proto, { keepCase: true, defaults: true, longs: Number }));
  const service = (loaded['plugin'] as never)['ConfigManagementPluginService'] as ServiceClientConstructor;
  return new service(`unix://${socket}`, credentials.createInsecure());
}

type Method = (...args: readonly unknown[]) => { write(part: object): void; end(): void };

function methodOf(client: Client, name: string): Method {
  return (client as unknown as Readonly<Record<string, Method>>)[name]?.bind(client) as Method;
}

/** Metadata first, then the checkout as a compressed archive, in small pieces, as argocd-repo-server does. */
function send(client: Client, method: string, { root, path, env = {}, deadline = 30_000 }: Application): Promise<unknown> {
  const packed = spawnSync('tar', ['-czf', '-', '-C', root, '.'], { maxBuffer: 64 * 1024 * 1024 });
  if (packed.status !== 0) throw new Error(packed.stderr.toString());
  const archive = packed.stdout;
  const variables = { ARGOCD_APP_NAME: 'shop', ARGOCD_APP_NAMESPACE: 'shop', ARGOCD_APP_SOURCE_PATH: path, KUBE_VERSION: '1.33.0', ...env };
  return new Promise((resolve, reject) => {
    const stream = methodOf(client, method)({ deadline: Date.now() + deadline }, (error: ServiceError | null, answer: unknown) =>
      error === null ? resolve(answer) : reject(error),
    );
    stream.write({
      metadata: {
        appName: 'shop',
        appRelPath: path,
        checksum: createHash('sha256').update(archive).digest('hex'),
        size: archive.length,
        env: Object.entries(variables).map(([name, value]) => ({ name, value })),
      },
    });
    for (let at = 0; at < archive.length; at += chunkSize) stream.write({ file: { chunk: archive.subarray(at, at + chunkSize) } });
    stream.end();
  });
}
