import type { Outcome } from '../../mirror/outcome.ts';
import type { RunTally } from '../../mirror/run-tally.ts';
import { type CountItem, countKey } from './table-keys.ts';
import { EXPIRY, expirySeconds, update, type Write } from './table-writes.ts';

/**
 * A run is counted in so many items, since transactions on one item get in each other's way; more would make reading
 * them all cost more than one read unit.
 */
const SHARDS = 16;

export interface CountingOptions {
  /** From 0 to less than 1, chooses the shard. */
  readonly random: number;
  /** When the run is forgotten, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Counts outcomes of one run, all of them by one write. */
export function countWrite(
  runId: string,
  outcomes: readonly Outcome[],
  { random, expiresAt }: CountingOptions,
): Write {
  const sums = sumsOf(outcomes);
  const added = Object.keys(sums).map((name) => `#${name} :${name}`);
  return update(countKey(runId, Math.floor(random * SHARDS)), {
    update: `ADD ${added.join(', ')} SET #${EXPIRY} = :expiry`,
    values: { ...sums, expiry: expirySeconds(expiresAt) },
  });
}

/** What is counted in all shards together. */
export function tallyOf(shards: readonly CountItem[]): RunTally {
  const sum = (name: keyof CountItem) =>
    shards.reduce((total, shard) => total + (shard[name] ?? 0), 0);
  return {
    counts: {
      copied: sum('copied'),
      unchanged: sum('unchanged'),
      conflict: sum('conflict'),
      skipped: sum('skipped'),
      failed: sum('failed'),
    },
    bytes: { uploaded: sum('uploaded'), mounted: sum('mounted'), present: sum('present') },
  };
}

/** How many outcomes are counted. */
export function countedIn({ counts }: RunTally): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function sumsOf(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  const add = (name: string, count: number) => {
    if (count > 0) sums[name] = (sums[name] ?? 0) + count;
  };
  for (const { status, bytes } of outcomes) {
    add(status, 1);
    for (const [name, count] of Object.entries(bytes)) add(name, count);
  }
  return sums;
}
