import type { Authentication } from './authentication.ts';
import { createGuard } from './create-guard.ts';
import { exchange } from './exchange.ts';
import type { Fault } from './fault.ts';
import { Faults } from './faults.ts';
import type { Guard } from './guard.ts';
import { HttpServer } from './http-server.ts';
import { memoryStorage } from './memory-storage.ts';
import { registryRoutes } from './registry-routes.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import { createRouter } from './router.ts';
import type { RegistryStorage } from './storage.ts';
import { UPLOAD_MANNERS, type UploadManner, type UploadMode } from './upload-manner.ts';
import { Uploads } from './uploads.ts';

export interface EmbeddedRegistryOptions {
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly hostname?: string;
  /** Default: memory. */
  readonly storage?: RegistryStorage;
  /** The most names of one page of a list, default 100. */
  readonly pageSize?: number;
  /** Whether the registry knows referrers as OCI 1.1 does, default yes. */
  readonly referrersApi?: boolean;
  /** Default: everybody may do everything. */
  readonly authentication?: Authentication;
  /** Whose uploads it imitates, mounts and what follows included; default `generic`. */
  readonly uploads?: UploadMode;
  /** What all chunks of an upload but the last must have; default 0, and 5 MiB for `ecr`. */
  readonly minChunkBytes?: number;
  /** What becomes of the bytes of a chunk that broke off; default `kept`, and `dropped` for `ecr`. */
  readonly brokenChunks?: UploadManner['brokenChunk'];
  /** Whether a tag keeps naming what it named first, default no. */
  readonly immutableTags?: boolean;
  /** The clock by which tokens expire, in milliseconds; default `Date.now`. */
  readonly now?: () => number;
}

/** Starts a registry in this process: the distribution API over plain HTTP, until it is closed. */
export async function startEmbeddedRegistry({
  port = 0,
  hostname = '127.0.0.1',
  storage = memoryStorage(),
  pageSize = 100,
  referrersApi = true,
  uploads: mode = 'generic',
  minChunkBytes = UPLOAD_MANNERS[mode].minChunkBytes,
  brokenChunks: brokenChunk = UPLOAD_MANNERS[mode].brokenChunk,
  immutableTags = false,
  authentication,
  now = Date.now,
}: EmbeddedRegistryOptions = {}): Promise<EmbeddedRegistry> {
  const server = new HttpServer();
  const host = await server.listen(port, hostname);
  const guard = createGuard(authentication, { host, now });
  const manner = { ...UPLOAD_MANNERS[mode], minChunkBytes, brokenChunk };
  const uploads = new Uploads(storage, manner);
  const lists = { pageSize, referrersApi, immutableTags };
  const routes = registryRoutes({ storage, uploads, manner, ...lists });
  const answer = createRouter([...guard.routes, ...routes], guard.authorize);

  const log = new RequestLog();
  const faults = new Faults();
  server.serve((incoming, response) => exchange(incoming, response, { log, faults, answer }));
  return new EmbeddedRegistry({ host, storage, server, uploads, log, faults, guard });
}

interface Parts {
  readonly host: string;
  readonly storage: RegistryStorage;
  readonly server: HttpServer;
  readonly uploads: Uploads;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly guard: Guard;
}

/** A registry that runs; made by {@link startEmbeddedRegistry} alone. */
export class EmbeddedRegistry {
  /** `hostname:port`, as it stands in a reference. */
  readonly host: string;
  readonly url: URL;
  readonly storage: RegistryStorage;
  readonly #parts: Parts;
  #closed: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.host = parts.host;
    this.url = new URL(`http://${parts.host}`);
    this.storage = parts.storage;
    this.#parts = parts;
  }

  /** The latest requests, at most 100,000, in order of arrival; the list and its entries grow. */
  get requests(): readonly LoggedRequest[] {
    return this.#parts.log.entries;
  }

  /** Sockets that are open now, idle ones included. */
  get connections(): number {
    return this.#parts.server.connections;
  }

  /** Upload sessions that are open now. */
  get uploads(): number {
    return this.#parts.uploads.size;
  }

  clearRequests(): void {
    this.#parts.log.clear();
  }

  /** Adds a fault, which the earlier ones precede, and returns what removes it again. */
  play(fault: Fault): () => void {
    return this.#parts.faults.play(fault);
  }

  /** Makes every token issued so far invalid. */
  expireTokens(): void {
    this.#parts.guard.expireTokens();
  }

  /** Forgets the upload session of that id, the last segment of its location's path. */
  async loseUpload(id: string): Promise<void> {
    await this.#parts.uploads.lose(id);
  }

  /** Ends all connections and upload sessions; resolves when nothing runs any more, however often it is called. */
  close(): Promise<void> {
    this.#closed ??= this.#parts.server.close().then(() => this.#parts.uploads.endAll());
    return this.#closed;
  }
}
