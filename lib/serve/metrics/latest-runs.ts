import type { LedgerReader } from '../../mirror/ledger-reader.ts';
import type { RunSummary } from '../../mirror/run.ts';

/** When the latest runs were completed, in seconds since the epoch; 0 where there was none. */
export interface LatestRuns {
  readonly run: number;
  /** Without a failure or a conflict. */
  readonly success: number;
}

/** How many runs are read at the first time: a success before as many others is as good as forgotten. */
const AT_FIRST = 500;
/** And then, as more than these do not end from one scrape to the next. */
const THEN = 50;

/** Asks the ledger at each call, and remembers what has gone out of its reach. */
export function latestRuns(reader: Pick<LedgerReader, 'listRuns'>): () => Promise<LatestRuns> {
  let known: LatestRuns | undefined;
  return async () => {
    const runs = await reader.listRuns({ limit: known ? THEN : AT_FIRST });
    const completed = runs.filter(({ state, dryRun }) => state === 'completed' && !dryRun);
    known = {
      run: Math.max(known?.run ?? 0, ...completed.map(finishedAt)),
      success: Math.max(known?.success ?? 0, ...completed.filter(isSuccess).map(finishedAt)),
    };
    return known;
  };
}

function isSuccess({ counts }: RunSummary): boolean {
  return counts.failed === 0 && counts.conflict === 0;
}

function finishedAt(run: RunSummary): number {
  return run.finishedAt === null ? 0 : Date.parse(run.finishedAt) / 1000;
}
