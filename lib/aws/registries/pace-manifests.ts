import type { Clock } from '../../clock.ts';
import type { CallOptions } from '../../content/ports.ts';
import { parseEcrHost } from '../ecr/ecr-host.ts';
import type { Pace } from '../pace.ts';
import { PacedError } from './errors.ts';

export interface PaceManifestsOptions {
  readonly pace: Pace;
  /** Manifest PUTs a second, of all workers together. */
  readonly perSecond: number;
  readonly clock: Clock;
}

/** A worker that waits longer had better do something else meanwhile. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Returns what waits for its turn before a manifest is put into `registry`: ECR counts PutImage of an account
 * and region, which a host names, and refuses from 10 a second on. Throws {@link PacedError}.
 */
export function createManifestPace({
  pace,
  perSecond,
  clock,
}: PaceManifestsOptions): (registry: string, options: CallOptions) => Promise<void> {
  return async (registry, options) => {
    if (!parseEcrHost(registry)) return;
    const { signal } = options;
    const waitMs = await pace.reserve(registry, 'manifest-put', {
      perSecond,
      patienceMs: LONGEST_WAIT_MS,
      ...(signal && { signal }),
    });
    if (waitMs > LONGEST_WAIT_MS) throw new PacedError(registry, waitMs);
    if (waitMs > 0) await clock.sleep(waitMs, signal && { signal });
  };
}
