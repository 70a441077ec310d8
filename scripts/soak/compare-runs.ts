import { z } from 'zod';
import type { RecordedRun } from './judge-ledger.ts';

/** The most that are told at once. */
const LIMIT = 500;

const TOLD_RUNS = z.object({
  runs: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      expected: z.number().nullable(),
      counts: z.record(z.string(), z.number()),
    }),
  ),
});

/** Where the service at `url` tells its runs otherwise than the ledger, which nobody writes meanwhile. */
export async function compareRuns(
  url: URL | undefined,
  runs: readonly RecordedRun[],
): Promise<readonly string[]> {
  if (!url) return ['the service does not say where it listens'];
  const response = await fetch(new URL(`/api/runs?limit=${LIMIT}`, url));
  if (!response.ok) return [`/api/runs answers ${response.status}`];
  const told = new Map(
    TOLD_RUNS.parse(await response.json()).runs.map((run) => [run.id, factsOf(run)]),
  );
  return runs.slice(0, LIMIT).flatMap(({ run }) => {
    const found = told.get(run.id);
    if (found === undefined) return [`/api/runs does not tell of run ${run.id}`];
    const recorded = factsOf(run);
    return found === recorded ? [] : [`/api/runs tells of run ${run.id} ${found}, not ${recorded}`];
  });
}

interface RunFacts {
  readonly state: string;
  readonly expected: number | null;
  readonly counts: Readonly<Record<string, number>>;
}

function factsOf({ state, expected, counts }: RunFacts): string {
  const sorted = Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b));
  return JSON.stringify({ state, expected, counts: sorted });
}
