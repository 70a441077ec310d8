import { randomUUID } from 'node:crypto';
import { glob, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BoundProcess } from './bound-process.ts';
import { PortTakenError, withFreePort } from './free-port.ts';

export interface DockerRegistryOptions {
  /** Where its content and its configuration are and stay; one of its own, gone with `stop`, where absent. */
  readonly folder?: string;
  /** For a registry that is started anew in the place of another; a free one where absent. */
  readonly port?: number;
  /** Whether manifests and blobs can be deleted (default true). */
  readonly deleteEnabled?: boolean;
  /** Whether it takes manifests of schema 1, signed ones alone, as it once did by default (default false). */
  readonly schema1Enabled?: boolean;
}

/** A running `docker-registry`, the implementation that Debian packages. */
export interface DockerRegistry {
  /** `127.0.0.1:<port>`, as it stands in a reference. */
  readonly host: string;
  readonly url: URL;
  readonly folder: string;
  readonly port: number;
  readonly pid: number;
  /** How many uploads were begun and neither committed nor cancelled, as its folder shows. */
  uploadSessions(): Promise<number>;
  /** Ends it as a crash does and keeps its folder. */
  kill(): Promise<void>;
  /** Ends it; a second call, or one after `kill`, tidies up what is left. */
  stop(): Promise<void>;
}

const STARTUP_LIMIT_MS = 15_000;
const POLL_INTERVAL_MS = 20;

/** An answer that carries it comes from the very process that was started, not from another on its port. */
const INSTANCE_HEADER = 'X-Test-Instance';

/** Starts a registry on loopback and resolves when it answers. The caller stops it. */
export async function startDockerRegistry(
  options: DockerRegistryOptions = {},
): Promise<DockerRegistry> {
  if (options.folder !== undefined) return start({ ...options, folder: options.folder });
  const folder = await mkdtemp(join(tmpdir(), 'docker-registry-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const registry = await start({ ...options, folder });
    return { ...registry, stop: () => registry.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface PlacedOptions extends DockerRegistryOptions {
  readonly folder: string;
}

function start(options: PlacedOptions): Promise<DockerRegistry> {
  const serve = (port: number) => serveOn(port, options);
  return options.port === undefined ? withFreePort(serve) : serve(options.port);
}

async function serveOn(port: number, options: PlacedOptions): Promise<DockerRegistry> {
  const { folder } = options;
  const host = `127.0.0.1:${port}`;
  const url = new URL(`http://${host}`);
  const instance = randomUUID();
  const file = join(folder, 'config.yml');
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(configuration(host, instance, options)));
  const process = await BoundProcess.start('docker-registry', ['serve', file]);
  await untilAnswering(process, url, instance);
  return {
    host,
    url,
    folder,
    port,
    pid: process.pid,
    uploadSessions: () => countUploadSessions(folder),
    kill: () => process.end('SIGKILL'),
    stop: () => process.end('SIGTERM'),
  };
}

/** JSON is YAML too. The secret is fixed, since upload sessions are bound to it and shall survive a restart. */
function configuration(
  host: string,
  instance: string,
  { folder, deleteEnabled = true, schema1Enabled = false }: PlacedOptions,
): object {
  return {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: folder },
      delete: { enabled: deleteEnabled },
      maintenance: { uploadpurging: { enabled: false } },
    },
    http: { addr: host, secret: 'tests', headers: { [INSTANCE_HEADER]: [instance] } },
    compatibility: { schema1: { enabled: schema1Enabled } },
    validation: { manifests: { urls: { allow: ['^https://'] } } },
  };
}

/** The process says nothing when it is ready, so it is asked until it answers. */
async function untilAnswering(process: BoundProcess, url: URL, instance: string): Promise<void> {
  const deadline = Date.now() + STARTUP_LIMIT_MS;
  while (!(await answersAs(instance, url))) {
    if (!process.running) throw startupError(process.complaints);
    if (Date.now() > deadline) {
      await process.end('SIGKILL');
      throw new Error(`docker-registry did not answer within ${STARTUP_LIMIT_MS} ms`);
    }
    await setTimeout(POLL_INTERVAL_MS);
  }
}

async function answersAs(instance: string, url: URL): Promise<boolean> {
  try {
    const response = await fetch(new URL('/v2/', url), { signal: AbortSignal.timeout(1000) });
    await response.body?.cancel();
    return response.ok && response.headers.get(INSTANCE_HEADER) === instance;
  } catch {
    return false;
  }
}

function startupError(complaints: string): Error {
  const message = `docker-registry ended at once: ${complaints}`;
  return complaints.includes('address already in use')
    ? new PortTakenError(message)
    : new Error(message);
}

/** Cancelling removes a session's start time but can leave its folder behind, with a saved hash state. */
async function countUploadSessions(folder: string): Promise<number> {
  const sessions = glob('docker/registry/v2/repositories/**/_uploads/*/startedat', { cwd: folder });
  let count = 0;
  for await (const _ of sessions) count++;
  return count;
}
