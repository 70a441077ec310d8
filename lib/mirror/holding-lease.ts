import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { LeaseHeldError } from './errors.ts';
import { KeptLease } from './kept-lease.ts';
import type { Lease, Leases } from './ports.ts';

/** Who holds the lease, how long, and how long it is waited for. */
export interface HoldingLeaseOptions extends CallOptions {
  readonly leases: Leases;
  readonly clock: Clock;
  /** Names this worker; no other has the same name. */
  readonly owner: string;
  /** How long a lease outlives a worker that died. Default: 60 s. */
  readonly leaseMs?: number;
  /** How long to wait for a lease that another worker holds. Default: 10 min. */
  readonly patienceMs?: number;
  /** Called once when another worker holds the lease. */
  readonly onWait?: () => void;
}

/** A lease while it is held. */
export interface HeldLease extends CallOptions {
  /** Aborted, with `LeaseLostError`, when the lease is lost, and when the caller's signal is. */
  readonly signal: AbortSignal;
  /** Proves that the lease is still held, right before something becomes visible. */
  renew(): Promise<void>;
}

const POLL_MS = 1_000;

/**
 * Runs `work` while this worker holds the lease on `target`, which is prolonged
 * in good time for as long as that takes and given back at the end.
 */
export async function holdingLease<T>(
  target: string,
  options: HoldingLeaseOptions,
  work: (held: HeldLease) => Promise<T>,
): Promise<T> {
  const { leases, clock, leaseMs = 60_000, signal } = options;
  const lease = await acquire(target, { ...options, leaseMs });
  const kept = new KeptLease(lease, { leases, clock, leaseMs });
  try {
    return await work({
      renew: () => kept.renew(),
      signal: signal ? AbortSignal.any([signal, kept.lost]) : kept.lost,
    });
  } finally {
    await kept.end();
  }
}

type AcquireOptions = HoldingLeaseOptions & Required<Pick<HoldingLeaseOptions, 'leaseMs'>>;

async function acquire(target: string, options: AcquireOptions): Promise<Lease> {
  const { leases, owner, clock, leaseMs, patienceMs = 600_000, signal } = options;
  const since = clock.now();
  for (let polls = 0; ; polls += 1) {
    const lease = await leases.acquire(target, owner, leaseMs);
    if (lease) return lease;
    if (polls === 0) options.onWait?.();
    const waitedMs = clock.now() - since;
    if (waitedMs >= patienceMs) throw new LeaseHeldError(target, waitedMs);
    await clock.sleep(POLL_MS, signal ? { signal } : {});
  }
}
