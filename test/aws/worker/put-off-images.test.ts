import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorker, type WorkerFixture } from '../../support/aws/worker-fixture.ts';
import { image } from '../../support/image-builder.ts';
import { FIRST_RUN } from '../../support/run-builder.ts';

const BUILT = image();
const NOBODY = { batchItemFailures: [] };
const FIRST_COMES_BACK = { batchItemFailures: [{ itemIdentifier: 'first' }] };
const MINUTES = 60_000;

describe('a worker puts off', () => {
  let fixture: WorkerFixture;

  beforeEach(async () => {
    fixture = await startWorker();
    await fixture.plan(1);
    await fixture.mirror.publish(BUILT);
  });

  afterEach(async () => {
    expect(fixture.mirror.clock.sleepers).toBe(0);
    await fixture.mirror.end();
  });

  function breakSource(status: number, headers = {}): void {
    fixture.mirror.source.play({ do: { kind: 'status', status, headers } });
  }

  it('an image whose registry fails, and records nothing', async () => {
    breakSource(500);

    const answer = await fixture.work([fixture.delivered(fixture.message(), { receives: 2 })]);

    expect(answer).toEqual(FIRST_COMES_BACK);
    expect(fixture.returned).toEqual([{ receipt: 'receipt of first', seconds: 60 }]);
    expect(fixture.mirror.ledger.outcomes(FIRST_RUN)).toEqual([]);
    expect(fixture.log.lines).toMatchObject([
      { level: 'info', message: 'image put off', fields: { next: 'retry', attempts: 2 } },
    ]);
  });

  it('no image at its last receive', async () => {
    breakSource(500);

    const answer = await fixture.work([fixture.delivered(fixture.message(), { receives: 5 })]);

    expect(answer).toEqual(NOBODY);
    expect(fixture.counted).toMatchObject([{ status: 'failed', attempts: 5 }]);
    expect(fixture.completed).toMatchObject([{ counts: { failed: 1 } }]);
    expect(fixture.log.lines).toMatchObject([{ level: 'error', message: 'image failed' }]);
  });

  it('an image whose registry asks to be left alone, for that long', async () => {
    breakSource(429, { 'retry-after': '120' });

    const answer = await fixture.work([fixture.delivered(fixture.message())]);

    expect(answer).toEqual(NOBODY);
    const message = fixture.message({ deferrals: 1, sequence: 1 });
    expect(fixture.sent).toEqual([{ lane: 'compare', message, delayMs: 120_000 }]);
    expect(fixture.mirror.ledger.outcomes(FIRST_RUN)).toEqual([]);
  });

  it('an image that another worker copies', async () => {
    const { leases, clock } = fixture.mirror;
    await leases.acquire(fixture.mirror.request().target, 'somebody else', 60 * MINUTES);

    const working = fixture.work([fixture.delivered(fixture.message())]);
    for (let second = 0; second < 3; second += 1) {
      // Both ends of the worker's time, and the lease.
      await vi.waitUntil(() => clock.sleepers === 3);
      clock.advance(1_000);
    }

    expect(await working).toEqual(NOBODY);
    expect(fixture.sent).toMatchObject([{ message: { deferrals: 1, hops: 0 }, delayMs: 60_000 }]);
  });

  it('one of two messages of a batch about the same target', async () => {
    const { clock, target } = fixture.mirror;
    target.play({ method: 'PATCH', do: { kind: 'stall' } });
    target.play({ method: 'PUT', do: { kind: 'stall' } });
    const records = ['first', 'second'].map((id) => fixture.delivered(fixture.message(), { id }));

    const working = fixture.work(records);
    for (let second = 0; second < 3; second += 1) {
      // Both ends of the worker's time, the renewal of the lease, and the wait for it.
      await vi.waitUntil(() => clock.sleepers === 4);
      clock.advance(1_000);
    }
    await vi.waitUntil(() => fixture.sent.length === 1);
    clock.advance(15 * MINUTES);
    await working;

    const codes = fixture.log.lines.map(({ fields }) => Object(fields['error']).code);
    expect(codes).toEqual(['LEASE_HELD', 'INTERRUPTED']);
  });

  describe('what it has no time for', () => {
    /** Ends the time of a worker once `isStuck`. */
    async function outOfTime(isStuck: () => boolean, receives = 1) {
      const working = fixture.work([fixture.delivered(fixture.message(), { receives })]);
      await vi.waitUntil(isStuck);
      fixture.mirror.clock.advance(15 * MINUTES - 15_000);
      return await working;
    }

    it('to another invocation, at once, where something arrived', async () => {
      // Referrers are looked for when all else has arrived.
      const { source, target } = fixture.mirror;
      source.play({ path: /referrers/, do: { kind: 'stall' } });
      const isStuck = () => source.requests.some(({ path }) => path.includes('referrers'));

      const answer = await outOfTime(isStuck);

      expect(answer).toEqual(NOBODY);
      expect(fixture.sent).toMatchObject([
        { lane: 'compare', message: { attempt: 1, hops: 1, sequence: 1 }, delayMs: 0 },
      ]);
      expect(fixture.mirror.ledger.outcomes(FIRST_RUN)).toEqual([]);
      expect(target.uploads).toBe(0);
    });

    it('as a failed attempt where nothing arrived', async () => {
      fixture.mirror.source.play({ method: 'HEAD', do: { kind: 'stall' } });
      const isStuck = () => fixture.mirror.source.requests.length > 0;

      await outOfTime(isStuck);
      expect(fixture.sent).toMatchObject([{ message: { attempt: 2, hops: 1 } }]);

      const answer = await outOfTime(isStuck, 5);
      expect(answer).toEqual(NOBODY);
      expect(fixture.counted).toMatchObject([
        { status: 'failed', error: { code: 'INTERRUPTED', retryable: true } },
      ]);
    });
  });

  describe('what is too large for its lane', () => {
    const compare = { ...lane(), maxBytes: 1_500 };

    function lane() {
      const queueUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/compare';
      return { queueUrl, queue: { sendOn: () => Promise.reject(new Error('not to be sent')) } };
    }

    it('to the copy lane, with what has arrived', async () => {
      const answer = await fixture.work([fixture.delivered(fixture.message())], { compare });

      expect(answer).toEqual(NOBODY);
      expect(fixture.sent).toMatchObject([
        { lane: 'copy', message: { attempt: 1, sequence: 1 }, delayMs: 0 },
      ]);
      expect(fixture.mirror.ledger.outcomes(FIRST_RUN)).toEqual([]);
      expect(fixture.mirror.target.uploads).toBe(0);
      expect(await fixture.mirror.tagged()).toBeUndefined();
    });

    it('which copies it whatever its size', async () => {
      await fixture.work([fixture.delivered(fixture.message())], { compare });
      const [moved] = fixture.sent;

      await fixture.work([fixture.delivered(moved?.message ?? '', { lane: 'copy' })], { compare });

      expect(fixture.completed).toMatchObject([{ counts: { copied: 1 } }]);
      expect(fixture.counted).toMatchObject([{ attempts: 1 }]);
    });
  });
});
