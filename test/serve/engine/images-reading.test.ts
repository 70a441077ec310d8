import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteLedger } from '../../../lib/local/open-sqlite-ledger.ts';
import { ImagesReading } from '../../../lib/serve/engine/images-reading.ts';
import { namedImage } from '../../support/definition-builder.ts';
import { EVERY_SERVICE_EVENT } from '../../support/every-service-event.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { FIRST_RUN, recordedOutcome, run } from '../../support/run-builder.ts';

describe('ImagesReading', () => {
  let clock: ManualClock;
  let opened: ReturnType<typeof openSqliteLedger>;
  let reading: ImagesReading;

  beforeEach(async () => {
    clock = new ManualClock();
    opened = openSqliteLedger(':memory:', { clock });
    reading = new ImagesReading(opened, clock);
    await opened.ledger.openRun(run());
    const image = namedImage('docker.io/library/busybox:1', 'mirror.example/busybox:1');
    await opened.expansions.keep(FIRST_RUN, [image]);
  });

  afterEach(() => opened.close());

  async function statuses(): Promise<readonly string[]> {
    return (await reading.images()).map(({ status }) => status);
  }

  it('reads once for all who ask, until something happens', async () => {
    const first = await reading.images();
    await opened.ledger.record(FIRST_RUN, recordedOutcome());

    expect(await reading.images()).toBe(first);
    reading.hear(EVERY_SERVICE_EVENT.idle);
    expect(await statuses()).toEqual(['waiting']);
    reading.hear(EVERY_SERVICE_EVENT.outcome);
    expect(await statuses()).toEqual(['unchanged']);
  });

  it('finds after a while what commands beside the service have done', async () => {
    await reading.images();
    await opened.ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' }));

    clock.advance(10_000);

    expect(await statuses()).toEqual(['copied']);
  });

  it('does not take what another source came to for its own', async () => {
    await opened.ledger.record(FIRST_RUN, recordedOutcome({ source: 'quay.io/other:1' }));

    expect(await statuses()).toEqual(['waiting']);
  });

  it('reads again after a failure', async () => {
    const { expansions } = opened;
    let failures = 1;
    const failing = {
      ...opened,
      expansions: Object.assign(Object.create(expansions), {
        readLatest: async () => {
          failures -= 1;
          if (failures >= 0) throw new Error('the ledger is gone');
          return [];
        },
      }),
    };
    const other = new ImagesReading(failing, clock);

    await expect(other.images()).rejects.toThrow('the ledger is gone');
    expect(await other.images()).toEqual([]);
  });
});
