import { beforeEach, describe, expect, it } from 'vitest';
import { EventsError } from '../../../lib/aws/events/events-error.ts';
import type { NewConflict } from '../../../lib/aws/events.ts';
import { tellingConflicts } from '../../../lib/aws/worker/conflict-teller.ts';
import type { RecordedOutcome } from '../../../lib/mirror/ports.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { FIRST_RUN, recordedOutcome, SECOND_RUN } from '../../support/run-builder.ts';
import { ToldLog } from '../../support/told-log.ts';

const CONFLICT = recordedOutcome({ status: 'conflict' });

describe('tellingConflicts', () => {
  let ledger: MemoryLedger;
  let log: ToldLog;
  let told: NewConflict[];
  let failure: Error | undefined;

  beforeEach(() => {
    ledger = new MemoryLedger();
    log = new ToldLog();
    told = [];
    failure = undefined;
  });

  function record(runId: string, outcome: RecordedOutcome): Promise<boolean> {
    const imageConflict = async (conflict: NewConflict) => {
      if (failure) throw failure;
      told.push(conflict);
    };
    return tellingConflicts(ledger, { events: { imageConflict }, log }).record(runId, outcome);
  }

  it('tells of an image that had no record', async () => {
    expect(await record(FIRST_RUN, CONFLICT)).toBe(true);

    expect(told).toEqual([{ runId: FIRST_RUN, outcome: CONFLICT }]);
  });

  it('tells what an image was before', async () => {
    await record(FIRST_RUN, recordedOutcome({ status: 'copied' }));
    await record(SECOND_RUN, CONFLICT);

    expect(told).toEqual([{ runId: SECOND_RUN, outcome: CONFLICT, previousStatus: 'copied' }]);
  });

  it('tells of the same conflict once', async () => {
    await record(FIRST_RUN, CONFLICT);
    await record(SECOND_RUN, CONFLICT);

    expect(told).toHaveLength(1);
  });

  it('tells of a conflict with other content', async () => {
    await record(FIRST_RUN, CONFLICT);
    await record(SECOND_RUN, { ...CONFLICT, wantedDigest: digestOf(Buffer.from('moved again')) });

    expect(told).toMatchObject([{}, { previousStatus: 'conflict' }]);
  });

  it('tells of nothing else', async () => {
    for (const status of ['copied', 'failed'] as const) {
      await record(FIRST_RUN, recordedOutcome({ status }));
    }

    expect(told).toEqual([]);
  });

  it('records nothing that is yet to be told', async () => {
    failure = new EventsError('Image Conflict', 'ThrottlingException');

    await expect(record(FIRST_RUN, CONFLICT)).rejects.toBe(failure);

    expect(ledger.outcomes(FIRST_RUN)).toEqual([]);
  });

  it('records all the same where it can never be told', async () => {
    failure = new EventsError('Image Conflict', 'AccessDeniedException');

    expect(await record(FIRST_RUN, CONFLICT)).toBe(true);

    expect(log.lines).toMatchObject([{ level: 'error', message: 'conflict is not told' }]);
  });
});
