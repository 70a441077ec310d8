import { expect, it } from 'vitest';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import { OUTCOME_STATUSES } from '../../../lib/mirror/outcome.ts';
import type { Announce, Ledger, RecordedOutcome } from '../../../lib/mirror/ports.ts';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import { freshSeed, SeededRandom } from '../../support/random.ts';
import { FIRST_RUN, recordedOutcome, run } from '../../support/run-builder.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';
import type { TableUnderTest } from './unchanged-images.ts';

/** Of each status. */
const EACH = 30;
const IMAGES = EACH * OUTCOME_STATUSES.length;
const RECORDERS = 8;
const BATCH = 10;

/** What comes of a run whose images are all delivered twice, to several processes at one time. */
export function manyRecorders(open: () => Promise<TableUnderTest>): void {
  const seed = freshSeed();

  it(`counts ${IMAGES} images exactly, each delivered twice to one of ${RECORDERS} workers, seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    const table = await open();
    const [first, ...others] = Array.from({ length: RECORDERS }, () => openWorker(table, random));
    if (!first) throw new Error('no worker');
    await first.openRun(run());
    await first.markPlanned(FIRST_RUN, IMAGES);
    const deliveries = shuffled([...outcomes(), ...outcomes()], random);
    const announced: RunSummary[] = [];
    const announce: Announce = async (told) => void announced.push(told);

    const works = [first, ...others].map((ledger) => work(ledger, deliveries, announce));
    const counted = (await Promise.all(works)).flat();

    expect(counted.filter(Boolean)).toHaveLength(IMAGES);
    expect(counted).toHaveLength(2 * IMAGES);
    const summary = await first.readRun(FIRST_RUN);
    expect(summary).toMatchObject({
      state: 'completed',
      counts: Object.fromEntries(OUTCOME_STATUSES.map((status) => [status, EACH])),
      bytes: { uploaded: IMAGES, mounted: 0, present: 0 },
    });
    expect(announced[0]).toMatchObject({ counts: summary?.counts });
    expect(await first.listOpenRuns()).toEqual([]);
  }, 60_000);
}

function openWorker({ table, client }: TableUnderTest, random: SeededRandom): Ledger {
  const options = { clock: new SkippingClock(), client, random: () => random.integer(1000) / 1000 };
  return openDynamoDbLedger(table, options).ledger;
}

/** Takes deliveries in batches until there are none, and tells which of them it counted. */
async function work(
  ledger: Ledger,
  deliveries: RecordedOutcome[],
  announce: Announce,
): Promise<readonly boolean[]> {
  const counted: boolean[] = [];
  while (deliveries.length > 0) {
    const batch = deliveries.splice(0, BATCH);
    const sync = async (outcome: RecordedOutcome) => {
      const isCounted = await ledger.record(FIRST_RUN, outcome);
      await ledger.completeRun(FIRST_RUN, '2026-01-01T00:10:00.000Z', announce);
      return isCounted;
    };
    counted.push(...(await Promise.all(Array.from(batch, (outcome) => sync(outcome)))));
  }
  return counted;
}

function outcomes(): readonly RecordedOutcome[] {
  return Array.from({ length: IMAGES }, (_, position) =>
    recordedOutcome({
      target: `mirror.example/image-${position}:1`,
      status: OUTCOME_STATUSES[position % OUTCOME_STATUSES.length] ?? 'failed',
      bytes: { uploaded: 1, mounted: 0, present: 0 },
    }),
  );
}

function shuffled<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  return items
    .map((item) => ({ item, rank: random.integer(2 ** 32) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}
