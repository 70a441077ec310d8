import type { RetryPolicy } from '../../lib/content/retry.ts';
import type {
  EmbeddedRegistry,
  EmbeddedRegistryOptions,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { SyncEvent } from '../../lib/mirror/events.ts';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import { SharedBlobs } from '../../lib/mirror/shared-blobs.ts';
import { SourceTags } from '../../lib/mirror/source-tags.ts';
import { type SyncDependencies, sync } from '../../lib/mirror/sync.ts';
import type { SyncRequest } from '../../lib/mirror/sync-request.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import type { Registries } from '../../lib/registry/registries.ts';
import type { Built } from './built.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryLeases } from './memory-leases.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { RegistryFixture } from './registry-fixture.ts';
import { syncRequest } from './run-builder.ts';
import { store } from './store.ts';

/** Two registries and everything that brings an image from one to the other; made by {@link startMirror}. */
export class Mirror {
  /** Decides when leases are over; it stands still until a test advances it. */
  readonly clock = new ManualClock();
  readonly ledger = new MemoryLedger();
  readonly leases = new MemoryLeases(this.clock);
  readonly events: SyncEvent[] = [];
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  readonly #sharedBlobs = new SharedBlobs({ clock: this.clock });
  readonly #fixture: RegistryFixture;
  readonly #retry: RetryPolicy;
  readonly #registries: Registries;

  constructor(fixture: RegistryFixture, source: EmbeddedRegistry, target: EmbeddedRegistry) {
    this.source = source;
    this.target = target;
    this.#fixture = fixture;
    this.#retry = { retries: 2, clock: fixture.clock, random: () => 0, patienceMs: 60_000 };
    this.#registries = fixture.client({ retry: this.#retry });
  }

  /** A request for `app:1`, to be had as `mirror/app:1`. */
  request(given: Partial<SyncRequest> = {}): SyncRequest {
    return syncRequest({
      source: `${this.source.host}/app:1`,
      target: `${this.target.host}/mirror/app:1`,
      ...given,
    });
  }

  dependencies(given: Partial<SyncDependencies> = {}): SyncDependencies {
    return {
      repositories: this.#registries,
      ledger: this.ledger,
      leases: this.leases,
      memories: this.ledger,
      sharedBlobs: this.#sharedBlobs,
      sourceTags: new SourceTags(),
      clock: this.clock,
      retry: this.#retry,
      owner: 'this worker',
      listener: (event) => this.events.push(event),
      ...given,
    };
  }

  /** Syncs {@link request}. */
  async sync(given: Partial<SyncRequest> = {}, signal?: AbortSignal): Promise<Outcome> {
    const options = { attempt: 1, ...(signal && { signal }) };
    return (await sync(this.request(given), this.dependencies(), options)).outcome;
  }

  /** Puts an image into the source, as `app:1` unless told otherwise. */
  async publish(built: Built, repository = 'app', tag = '1'): Promise<void> {
    await store(built, this.source.storage, { repository, tag });
  }

  /** Puts an image into the target behind the back of the engine. */
  async occupy(built: Built, repository = 'mirror/app', tag = '1'): Promise<void> {
    await store(built, this.target.storage, { repository, tag });
  }

  /** Publishes what refers to something in `app`, under a tag where it is found by one. */
  async refer(referrer: Built, tag?: string): Promise<void> {
    await store(referrer, this.source.storage, {
      repository: 'app',
      ...(tag !== undefined && { tag }),
    });
  }

  /** Every manifest of a repository of the target. */
  async digests(repository = 'mirror/app'): Promise<readonly Digest[]> {
    const manifests = await this.target.storage.listManifests(repository);
    return manifests?.map(({ digest }) => digest) ?? [];
  }

  /** What was asked of both registries from now on, as {@link requestLines} tells it. */
  requestsFromNow(): () => {
    readonly source: readonly string[];
    readonly target: readonly string[];
  } {
    const [source, target] = [this.source.requests.length, this.target.requests.length];
    return () => ({
      source: requestLines(this.source).slice(source),
      target: requestLines(this.target).slice(target),
    });
  }

  /** What a tag of the target names, `undefined` where there is none. */
  async tagged(repository = 'mirror/app', tag = '1'): Promise<Digest | undefined> {
    const manifests = await this.target.storage.listManifests(repository);
    return manifests?.find((listed) => listed.tag === tag)?.digest;
  }

  /** Fails where a connection or an upload session is left at either registry. */
  end(): Promise<void> {
    return this.#fixture.end();
  }
}

/** Starts two empty registries, the target with `options`; whoever does must {@link Mirror.end} it. */
export async function startMirror(options?: EmbeddedRegistryOptions): Promise<Mirror> {
  const fixture = new RegistryFixture();
  return new Mirror(fixture, await fixture.start(), await fixture.start(options));
}

/** `METHOD /path` of everything that was asked, without the queries that name upload sessions. */
export function requestLines({ requests }: EmbeddedRegistry): readonly string[] {
  return requests.map(({ method, path }) => `${method} ${path}`);
}

/** Whether anything was asked that may change content. */
export function wasWritten({ requests }: EmbeddedRegistry): boolean {
  return requests.some(({ method }) => method !== 'GET' && method !== 'HEAD');
}
