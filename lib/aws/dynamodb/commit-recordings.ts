import pMap from 'p-map';
import type { History } from './history.ts';
import type { Recording } from './recording.ts';
import { countWrite } from './run-counts.ts';
import type { Table } from './table.ts';
import type { Write } from './table-writes.ts';

export interface CommitDependencies {
  readonly table: Table;
  readonly history: History;
  readonly random: () => number;
}

/** Recordings with what they need written. */
type Prepared = Map<Recording, readonly Write[]>;

/** How often what others changed meanwhile is prepared anew: each time one of them got further. */
const ROUNDS = 50;

/**
 * Records in one transaction, with one count for each run. Resolves to those that this call has counted; the others
 * had been counted before. `recordings` have different keys.
 */
export async function commitRecordings(
  recordings: readonly Recording[],
  { table, history, random }: CommitDependencies,
): Promise<ReadonlySet<Recording>> {
  const prepared: Prepared = new Map();
  let unprepared = recordings;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await prepareAll(unprepared, prepared);
    const counted = [...prepared.keys()];
    if (counted.length === 0) return new Set();
    const refused = await table.transact(() => [
      ...[...prepared.values()].flat(),
      ...counts(counted, history, random),
    ]);
    if (refused.size === 0) return new Set(counted);
    unprepared = ownersOf(prepared, refused);
    for (const owner of unprepared) prepared.delete(owner);
  }
  throw new Error(`images changed ${ROUNDS} times while they were recorded`);
}

async function prepareAll(recordings: readonly Recording[], prepared: Prepared): Promise<void> {
  const prepare = async (recording: Recording) => {
    const writes = await recording.prepare();
    if (writes) prepared.set(recording, writes);
  };
  await pMap(recordings, prepare);
}

function counts(
  recordings: readonly Recording[],
  history: History,
  random: () => number,
): readonly Write[] {
  const byRun = Map.groupBy(recordings, ({ runId }) => runId);
  return Array.from(byRun, ([runId, counted]) =>
    countWrite(
      runId,
      counted.map(({ outcome }) => outcome),
      { random: random(), expiresAt: history.endOf(runId) },
    ),
  );
}

/** Whose writes stand in the transaction at the places `refused`. */
function ownersOf(prepared: Prepared, refused: ReadonlySet<number>): readonly Recording[] {
  const owners = Array.from(prepared, ([owner, writes]) => writes.map(() => owner)).flat();
  return [...new Set([...refused].flatMap((place) => owners[place] ?? []))];
}
