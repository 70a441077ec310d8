import type { Clock } from '../../lib/clock.ts';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Fault } from '../../lib/local/embedded-registry/fault.ts';
import { memoryStorage } from '../../lib/local/embedded-registry/memory-storage.ts';
import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';
import { LocalRepositories } from '../../lib/local/local-repositories.ts';
import { type OpenLedger, openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import type { LargeBlobs } from '../../lib/mirror/large-blobs.ts';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { RunSummary } from '../../lib/mirror/run.ts';
import { SharedBlobs } from '../../lib/mirror/shared-blobs.ts';
import { SharedSources } from '../../lib/mirror/shared-sources.ts';
import { SourceTags } from '../../lib/mirror/source-tags.ts';
import { sync } from '../../lib/mirror/sync.ts';
import { ECR_PROFILE } from '../../lib/registry/host-profile.ts';
import { Registries } from '../../lib/registry/registries.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { run, syncRequest } from '../support/run-builder.ts';
import { SkippingClock } from '../support/skipping-clock.ts';
import { contentsOf, PLACE, type Scenario } from './scenario.ts';

/** One layer is longer than several of them, every other blob shorter than one. */
const CHUNK_BYTES = 8_000;

/** Amazon ECR's ways with smaller chunks. */
const LIKE_ECR = { ...ECR_PROFILE, minChunkBytes: CHUNK_BYTES } as const;

/** Breaks the second chunk off: the first was acknowledged. */
const SECOND_CHUNK_BROKEN: Fault = {
  method: 'PATCH',
  after: 1,
  times: 1,
  do: { kind: 'cutUpload', afterBytes: CHUNK_BYTES / 2 },
};

/** For how long a registry may ask to be left alone, by the clock of the copy. */
const PATIENCE_MS = 120_000;

/** Anybody gets tokens, which live as long as those of Docker Hub. */
const AUTHENTICATION = { kind: 'bearer', expiresInSeconds: 300 } as const;

export interface WorldOptions {
  readonly scenario: Scenario;
  /** Of the source; the target begins empty. */
  readonly storage: RegistryStorage;
  /** How long silence is no failure. */
  readonly idleTimeoutMs: number;
  /** Default: {@link stillClocks}. */
  readonly clocks?: Clocks;
}

/** Whose time it is. */
export interface Clocks {
  /** Decides delays, and when tokens are renewed. */
  readonly copy: Clock;
  /** Decides when the registries' tokens expire. */
  readonly registries: Pick<Clock, 'now'>;
  /** Decides how long leases and what else the ledger keeps are good. */
  readonly ledger: Clock;
}

/** No time passes while delays are waited for, and none at all in the ledger. */
function stillClocks(): Clocks {
  const clock = new SkippingClock();
  return { copy: clock, registries: clock, ledger: new ManualClock() };
}

/** What came of one run of one image. */
export interface WorldRun {
  readonly outcome: Outcome;
  readonly summary: RunSummary | undefined;
  /** Requests that were not over when the run was, although nobody waits for them. */
  readonly unfinished: number;
}

/** Two registries, a ledger, and the engine between them; made by {@link startWorld}. */
export class World {
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  readonly #idleTimeoutMs: number;
  readonly #clocks: Clocks;
  readonly #scenario: Scenario;
  readonly #opened: OpenLedger;
  #unheard = 0;

  constructor(
    { idleTimeoutMs, scenario }: WorldOptions,
    clocks: Clocks,
    [source, target]: readonly [EmbeddedRegistry, EmbeddedRegistry],
  ) {
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#clocks = clocks;
    this.#scenario = scenario;
    this.#opened = openSqliteLedger(':memory:', { clock: clocks.ledger });
    this.source = source;
    this.target = target;
  }

  /** Milliseconds by the clock of the copy. */
  now(): number {
    return this.#clocks.copy.now();
  }

  /** Runs the engine once over the image, as a process of its own would. */
  async run(runId: string): Promise<WorldRun> {
    const { ledger } = this.#opened;
    await ledger.openRun(run({ id: runId }));
    await ledger.markPlanned(runId, 1);
    const retry = {
      retries: 3,
      clock: this.#clocks.copy,
      random: () => 0,
      patienceMs: PATIENCE_MS,
    };
    const registries = this.#registries(retry);
    try {
      const { outcome } = await sync(
        this.#request(runId),
        this.#dependencies(runId, { registries, retry }),
        { attempt: 1 },
      );
      const unfinished = await settled(() => this.#unfinished());
      return { outcome, summary: await ledger.readRun(runId), unfinished };
    } finally {
      await registries.close();
    }
  }

  /** How many requests that open or end an upload session were sent whose answer nobody has heard. */
  get unheard(): number {
    return this.#unheard;
  }

  /** Connections that outlive the clients that made them. */
  async leakedConnections(): Promise<number> {
    return await settled(() => this.source.connections + this.target.connections);
  }

  /** Uploads that the ledger knows how to go on with. */
  async checkpoints(): Promise<number> {
    const repository = `${this.target.host}/${PLACE.repository}`;
    let count = 0;
    for (const blob of contentsOf(this.#scenario).flatMap(({ blobs }) => blobs)) {
      const upload = { repository, blob: blob.descriptor.digest };
      const { saved } = await this.#opened.checkpoints.take(upload, 'whoever looks');
      if (saved) count += 1;
    }
    return count;
  }

  async end(): Promise<void> {
    await this.source.close();
    await this.target.close();
    this.#opened.close();
  }

  #registries(retry: ConstructorParameters<typeof Registries>[0]['retry']): Registries {
    const idleTimeoutMs = this.#idleTimeoutMs;
    return new Registries({
      settingsOf: () => (this.#scenario.upload === 'by sender' ? { profile: LIKE_ECR } : {}),
      retry,
      idleTimeoutMs,
      commitTimeoutMs: idleTimeoutMs,
      trace: ({ method, url, status }) => {
        const isOfSession = url.pathname.includes('/blobs/uploads/');
        const opensOrEnds = method === 'POST' || method === 'DELETE';
        if (status === undefined && isOfSession && opensOrEnds) this.#unheard += 1;
      },
    });
  }

  #request(runId: string) {
    const { repository, tag } = PLACE;
    return syncRequest({
      runId,
      source: `${this.source.host}/${repository}:${tag}`,
      target: `${this.target.host}/${repository}:${tag}`,
    });
  }

  #dependencies(
    owner: string,
    given: Pick<Parameters<typeof sync>[1], 'retry'> & { readonly registries: Registries },
  ): Parameters<typeof sync>[1] {
    const { ledger, leases, memories, holders, claims, checkpoints } = this.#opened;
    const clock = this.#clocks.ledger;
    const { registries, retry } = given;
    return {
      repositories: new SharedSources(new LocalRepositories(registries, this.#clocks.copy)),
      ledger,
      leases,
      memories,
      sharedBlobs: new SharedBlobs({ clock, others: { holders, claims } }),
      sourceTags: new SourceTags(),
      largeBlobs: { ...chunkingOf(this.#scenario), checkpoints },
      clock,
      retry,
      owner,
    };
  }

  #unfinished(): number {
    const requests = [...this.source.requests, ...this.target.requests];
    return requests.filter(({ ended }) => !ended).length;
  }
}

/** Starts two registries that tell of referrers as the scenario says; whoever does must {@link World.end} it. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const clocks = options.clocks ?? stillClocks();
  const { referrers, upload, isResumed } = options.scenario;
  const shared = { authentication: AUTHENTICATION, now: () => clocks.registries.now() };
  const source = await startEmbeddedRegistry({ ...shared, storage: options.storage });
  const target = await startEmbeddedRegistry({
    ...shared,
    storage: memoryStorage(),
    referrersApi: referrers !== 'tagged',
    ...(upload === 'by sender' && { uploads: 'ecr', minChunkBytes: CHUNK_BYTES }),
  });
  if (isResumed) target.play(SECOND_CHUNK_BROKEN);
  return new World(options, clocks, [source, target]);
}

function chunkingOf({ upload, savesHash }: Scenario): Omit<LargeBlobs, 'checkpoints'> {
  return {
    fromBytes: upload === 'whole' ? Number.POSITIVE_INFINITY : CHUNK_BYTES,
    chunkBytes: CHUNK_BYTES,
    resumeHashFrom: savesHash ? 0 : Number.POSITIVE_INFINITY,
  };
}

const SETTLING_MS = 2_000;

/** Registries hear of a connection's end a moment after the client; what is left after that is left over. */
async function settled(count: () => number): Promise<number> {
  const until = performance.now() + SETTLING_MS;
  while (count() > 0 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return count();
}
