import { beforeEach, describe, expect, it, vi } from 'vitest';
import { firstMessage } from '../../../lib/aws/sqs/sync-message.ts';
import { createDeadLetterConsumer } from '../../../lib/aws/worker/create-dead-letter-consumer.ts';
import type { DeliveredMessage } from '../../../lib/aws/worker/worker.ts';
import type { Outcome } from '../../../lib/mirror/outcome.ts';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { FIRST_RUN, recordedOutcome, run, syncRequest } from '../../support/run-builder.ts';
import { ToldLog } from '../../support/told-log.ts';

describe('createDeadLetterConsumer', () => {
  let ledger: MemoryLedger;
  let log: ToldLog;
  let completed: RunSummary[];
  let counted: Outcome[];
  const clock = new ManualClock();

  beforeEach(async () => {
    ledger = new MemoryLedger();
    log = new ToldLog();
    completed = [];
    counted = [];
    await ledger.openRun(run());
    await ledger.markPlanned(FIRST_RUN, 1);
  });

  function consume(...bodies: readonly string[]) {
    const consumer = createDeadLetterConsumer({
      ...{ ledger, log, clock },
      events: { runCompleted: async (summary) => void completed.push(summary) },
      metrics: { count: (outcome) => void counted.push(outcome), emit: () => {} },
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

  const BODY = JSON.stringify({ ...firstMessage(syncRequest(), clock.now()), attempt: 3 });

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

  it('has a message come again where the ledger cannot be had', async () => {
    vi.spyOn(ledger, 'record').mockRejectedValueOnce(new Error('no ledger'));

    const answer = await consume(BODY);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message 0' }] });
    expect(log.lines).toMatchObject([{ level: 'error', message: 'dead letter not recorded' }]);
  });
});
