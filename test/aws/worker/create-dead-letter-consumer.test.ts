import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { firstMessage } from '../../../lib/aws/sqs/sync-message.ts';
import { createDeadLetterConsumer } from '../../../lib/aws/worker/create-dead-letter-consumer.ts';
import type { DeliveredMessage } from '../../../lib/aws/worker/worker.ts';
import type { Outcome } from '../../../lib/mirror/outcome.ts';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import type { SyncRequest } from '../../../lib/mirror/sync-request.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import {
  FIRST_RUN,
  recordedOutcome,
  run,
  SECOND_RUN,
  syncRequest,
} from '../../support/run-builder.ts';
import { ToldLog } from '../../support/told-log.ts';

describe('createDeadLetterConsumer', () => {
  let ledger: MemoryLedger;
  let log: ToldLog;
  let completed: RunSummary[];
  let counted: Outcome[];
  /** How many outcomes had been counted at each time that they were emitted. */
  let emitted: number[];
  const clock = new ManualClock();

  beforeEach(async () => {
    ledger = new MemoryLedger();
    log = new ToldLog();
    completed = [];
    counted = [];
    emitted = [];
    await ledger.openRun(run());
    await ledger.markPlanned(FIRST_RUN, 1);
  });

  function consume(...bodies: readonly string[]) {
    const consumer = createDeadLetterConsumer({
      ...{ ledger, log, clock },
      events: { runCompleted: async (summary) => void completed.push(summary) },
      metrics: {
        count: (outcome) => void counted.push(outcome),
        emit: () => void emitted.push(counted.length),
      },
    });
    return consumer({ Records: bodies.map(delivered) });
  }

  function delivered(body: string, index: number): DeliveredMessage {
    return {
      messageId: `message ${index}`,
      receiptHandle: `receipt ${index}`,
      body,
      attributes: { ApproximateReceiveCount: '6' },
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:dead-letters',
    };
  }

  /** A request that was given up. */
  function letter(given: Partial<SyncRequest> = {}): string {
    return JSON.stringify({ ...firstMessage(syncRequest(given), clock.now()), attempt: 3 });
  }

  /** Letters of two images, which are all of the second run. */
  async function twoLetters(): Promise<readonly string[]> {
    await ledger.openRun(run({ id: SECOND_RUN }));
    await ledger.markPlanned(SECOND_RUN, 2);
    return [TARGET, OTHER].map((target) => letter({ runId: SECOND_RUN, target }));
  }

  const TARGET = syncRequest().target;
  const OTHER = 'mirror.example/alpine:1';
  const BODY = letter();

  it('records the image as failed, and completes its run', async () => {
    expect(await consume(BODY)).toEqual({ batchItemFailures: [] });

    expect(ledger.outcomes(FIRST_RUN)).toMatchObject([
      {
        source: syncRequest().source,
        target: syncRequest().target,
        status: 'failed',
        attempts: 3,
        error: { code: 'RETRIES_EXHAUSTED', retryable: true },
      },
    ]);
    expect(completed).toMatchObject([{ state: 'completed', counts: { failed: 1 } }]);
    expect(counted).toHaveLength(1);
    expect(log.lines).toMatchObject([{ level: 'error', message: 'image given up' }]);
  });

  it('leaves an image as it is that another message has settled', async () => {
    await ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' }));

    await consume(BODY);

    expect(ledger.outcomes(FIRST_RUN)).toMatchObject([{ status: 'copied' }]);
    expect(completed).toMatchObject([{ counts: { copied: 1 } }]);
    expect([counted, log.lines]).toEqual([[], []]);
  });

  it('leaves a message where it is that it does not understand, and shows its beginning', async () => {
    const answer = await consume('x'.repeat(5_000), BODY);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message 0' }] });
    expect(log.lines[0]).toEqual({
      level: 'error',
      message: 'dead letter is not understood',
      fields: { messageId: 'message 0', body: 'x'.repeat(1_024) },
    });
    expect(counted).toHaveLength(1);
  });

  it('fails where a letter cannot be recorded, once all the others are', async () => {
    const failure = new Error('no ledger');
    vi.spyOn(ledger, 'record').mockRejectedValueOnce(failure);

    const answer = consume(letter({ target: OTHER }), 'no request', BODY);

    await expect(answer).rejects.toThrow('1 of 3 dead letters could not be recorded');
    expect(ledger.outcomes(FIRST_RUN)).toMatchObject([{ target: TARGET, status: 'failed' }]);
    expect(emitted).toEqual([1]);
    expect(log.lines[0]).toEqual({
      level: 'error',
      message: 'dead letter not recorded',
      fields: {
        messageId: 'message 0',
        run: FIRST_RUN,
        source: syncRequest().source,
        target: OTHER,
        error: failure,
      },
    });
    expect(log.lines.map(({ message }) => message)).toEqual([
      'dead letter not recorded',
      'dead letter is not understood',
      'image given up',
    ]);
  });

  it('gives the ledger one letter at a time: what is written together fails together', async () => {
    let atWork = 0;
    const record = ledger.record.bind(ledger);
    vi.spyOn(ledger, 'record').mockImplementation(async (...call) => {
      atWork += 1;
      expect(atWork).toBe(1);
      await setImmediate();
      atWork -= 1;
      return await record(...call);
    });

    await consume(...(await twoLetters()));

    expect(counted).toHaveLength(2);
  });

  it('counts nothing twice that comes again with what could not be recorded', async () => {
    const letters = await twoLetters();
    const record = ledger.record.bind(ledger);
    vi.spyOn(ledger, 'record')
      .mockImplementationOnce(record)
      .mockRejectedValueOnce(new Error('no ledger'));

    await expect(consume(...letters)).rejects.toThrow();
    const again = await consume(...letters);
    const later = await consume(...letters);

    expect([again, later]).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(completed).toMatchObject([{ id: SECOND_RUN, counts: { failed: 2 } }]);
    expect(counted.map(({ target }) => target)).toEqual([TARGET, OTHER]);
  });

  it('completes the run of a letter that was counted when that could not be announced', async () => {
    const announce = vi.spyOn(ledger, 'completeRun').mockRejectedValueOnce(new Error('no bus'));

    await expect(consume(BODY)).rejects.toThrow('1 of 1 dead letters');
    await consume(BODY);

    expect(announce).toHaveBeenCalledTimes(2);
    expect(completed).toMatchObject([{ counts: { failed: 1 } }]);
    expect(counted).toHaveLength(1);
  });

  it('says nothing of an image whose run a newer one has taken over', async () => {
    await ledger.supersedeRun(FIRST_RUN, run().startedAt);

    expect(await consume(BODY)).toEqual({ batchItemFailures: [] });

    expect([ledger.outcomes(FIRST_RUN), counted, completed]).toEqual([[], [], []]);
    expect(await ledger.readImage(TARGET)).toBeUndefined();
    expect(log.lines).toEqual([
      {
        level: 'info',
        message: 'dead letter dropped',
        fields: {
          run: FIRST_RUN,
          source: syncRequest().source,
          target: TARGET,
          state: 'superseded',
        },
      },
    ]);
  });

  it('drops a letter of a run that is completed, or that nobody remembers', async () => {
    await consume(BODY);

    await consume(BODY, letter({ runId: SECOND_RUN }));

    expect(log.lines.slice(1)).toMatchObject([
      { message: 'dead letter dropped', fields: { state: 'completed' } },
      { message: 'dead letter dropped', fields: { state: 'forgotten' } },
    ]);
    expect(counted).toHaveLength(1);
    expect((await ledger.readImage(TARGET))?.lastRun).toBe(FIRST_RUN);
  });
});
