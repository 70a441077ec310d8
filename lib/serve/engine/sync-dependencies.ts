import type { RetryPolicy } from '../../content/retry.ts';
import { LOCAL_LARGE_BLOBS } from '../../local/large-blobs.ts';
import type { OpenLedger } from '../../local/open-sqlite-ledger.ts';
import type { Ledger } from '../../mirror/ports.ts';
import { SharedBlobs } from '../../mirror/shared-blobs.ts';
import { SharedSources } from '../../mirror/shared-sources.ts';
import { SourceTags } from '../../mirror/source-tags.ts';
import type { SyncDependencies } from '../../mirror/sync.ts';
import type { EngineOptions } from './engine-options.ts';
import type { RunWork } from './run-work.ts';
import type { RunWorks } from './run-works.ts';

/** How long a lease outlives a process that died. */
const LEASE_MS = 15_000;

/** A run before this one that still writes the same target is not waited for by a worker that others need. */
const LEASE_PATIENCE_MS = 15_000;

export interface SyncDependenciesOptions extends Pick<EngineOptions, 'clock' | 'largeBlobs'> {
  readonly home: OpenLedger;
  readonly works: RunWorks;
  readonly ledger: Ledger;
  readonly retry: RetryPolicy;
}

/** What the images of one run are synced with, and share. */
export function syncDependencies(
  work: RunWork,
  { home, works, ledger, retry, clock, largeBlobs }: SyncDependenciesOptions,
): SyncDependencies {
  const { leases, memories, holders, claims, checkpoints } = home;
  return work.dependencies(() => ({
    repositories: new SharedSources(works.repositoriesOf(work)),
    ...{ ledger, leases, memories, clock, retry },
    sharedBlobs: new SharedBlobs({ clock, others: { holders, claims }, leaseMs: LEASE_MS }),
    largeBlobs: { ...LOCAL_LARGE_BLOBS, ...largeBlobs, checkpoints },
    sourceTags: new SourceTags(),
    // The next process goes on with the run by this name, and need not wait for the lease.
    owner: work.run.id,
    leaseMs: LEASE_MS,
    patienceMs: LEASE_PATIENCE_MS,
    listener: work.listener,
  }));
}
