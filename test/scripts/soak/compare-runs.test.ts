import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import { recordedRunDocument } from '../../../lib/mirror/run-document.ts';
import { compareRuns } from '../../../scripts/soak/compare-runs.ts';
import { FIRST_RUN, run, SECOND_RUN } from '../../support/run-builder.ts';

const FIRST = summary({ id: FIRST_RUN });
const SECOND = summary({ id: SECOND_RUN });

function summary(given: Partial<RunSummary>): RunSummary {
  return {
    ...run(),
    state: 'completed',
    expected: 2,
    finishedAt: '2026-01-01T00:01:00.000Z',
    counts: { copied: 2, unchanged: 0, conflict: 0, skipped: 0, failed: 0 },
    bytes: { uploaded: 0, mounted: 0, present: 0 },
    ...given,
  };
}

describe('compareRuns', () => {
  let server: Server;
  let told: readonly RunSummary[];

  beforeEach(async () => {
    server = createServer((_, response) => {
      response.end(JSON.stringify({ runs: told.map(recordedRunDocument), errors: [] }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  function compare(): Promise<readonly string[]> {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const recorded = [SECOND, FIRST].map((one) => ({ run: one, outcomes: [] }));
    return compareRuns(new URL(`http://127.0.0.1:${port}`), recorded);
  }

  it('finds no difference where there is none', async () => {
    told = [SECOND, FIRST];

    await expect(compare()).resolves.toEqual([]);
  });

  it('finds a run that is not told of', async () => {
    told = [SECOND];

    await expect(compare()).resolves.toEqual([`/api/runs does not tell of run ${FIRST_RUN}`]);
  });

  it('finds other counts', async () => {
    told = [SECOND, { ...FIRST, counts: { ...FIRST.counts, copied: 1 } }];

    await expect(compare()).resolves.toEqual([expect.stringContaining(`of run ${FIRST_RUN} {`)]);
  });

  it('does not take a service that cannot be asked for one that agrees', async () => {
    await expect(compareRuns(undefined, [])).resolves.toHaveLength(1);
  });
});
