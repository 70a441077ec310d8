import type { Runs } from './runs.ts';
import type { Table } from './table.ts';
import { outcomeKey, stateKey } from './table-keys.ts';

export interface ListCountedDependencies {
  readonly table: Table;
  readonly runs: Runs;
}

/** As `Ledger.listCounted`. A completed run has counted every image that it has. */
export async function listCounted(
  runId: string,
  targets: readonly string[],
  { table, runs }: ListCountedDependencies,
): Promise<ReadonlySet<string>> {
  if (targets.length === 0) return new Set();
  const names = [...new Set(targets)];
  const states = await table.getMany(names.map(stateKey));
  const lastRuns = new Map(names.map((name, position) => [name, states[position]?.lastRun ?? '']));
  const overtaken = names.filter((name) => (lastRuns.get(name) ?? '') > runId);
  const proofs = await table.getMany(overtaken.map((name) => outcomeKey(runId, name)));
  // Read after the proofs, since a run that displaces a completed one leaves none.
  if (await runs.isCompleted(runId)) return new Set(names);
  return new Set([
    ...names.filter((name) => lastRuns.get(name) === runId),
    ...overtaken.filter((_, position) => proofs[position] !== undefined),
  ]);
}
