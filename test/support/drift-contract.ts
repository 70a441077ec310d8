import { ulid } from 'ulid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerReader } from '../../lib/mirror/ledger-reader.ts';
import type { Ledger, RecordedOutcome } from '../../lib/mirror/ports.ts';
import { type Digest, digestOf } from '../../lib/oci/digest.ts';
import type { ReaderUnderTest } from './reader-under-test.ts';
import { FIRST_RUN, recordedOutcome, SECOND_RUN } from './run-builder.ts';

const TARGET = recordedOutcome().target;
const SECOND_START = Date.UTC(2026, 0, 1, 0, 1, 30);

/** How a {@link LedgerReader} tells that sources moved; `current` gives a new ledger with two open runs to each test. */
export function driftContract(current: () => ReaderUnderTest): void {
  describe('listDrift', () => {
    let ledger: Ledger;
    let reader: LedgerReader;

    beforeEach(() => {
      ({ ledger, reader } = current());
    });

    it('tells nothing of an image that was recorded once, or never', async () => {
      await ledger.record(FIRST_RUN, found('one'));

      expect(await reader.listDrift(TARGET)).toEqual([]);
      expect(await reader.listDrift(`${TARGET}-other`)).toEqual([]);
    });

    it('tells which content took the place of which, in which run and when that began', async () => {
      await ledger.record(FIRST_RUN, found('one'));
      await ledger.record(SECOND_RUN, found('two', { status: 'conflict' }));

      expect(await reader.listDrift(TARGET)).toEqual([
        {
          seenAt: '2026-01-01T00:01:30.000Z',
          runId: SECOND_RUN,
          from: digestOfText('one'),
          to: digestOfText('two'),
        },
      ]);
    });

    it.each<[string, RecordedOutcome, RecordedOutcome]>([
      ['it names the same content', found('one'), found('one', { status: 'failed' })],
      ['it is another source', found('one'), found('two', { source: 'docker.io/library/moved:1' })],
      ['it could not be resolved', found('one'), recordedOutcome({ sourceDigest: null })],
      ['it could not be resolved before', recordedOutcome({ sourceDigest: null }), found('two')],
    ])('tells no move of a source when %s', async (_, first, second) => {
      await ledger.record(FIRST_RUN, first);
      await ledger.record(SECOND_RUN, second);

      expect(await reader.listDrift(TARGET)).toEqual([]);
    });

    it('is told neither by an earlier run that comes late, nor by an outcome that does not count', async () => {
      await ledger.record(SECOND_RUN, found('two'));
      await ledger.record(FIRST_RUN, found('one'));
      await ledger.record(SECOND_RUN, found('three'));

      expect(await reader.listDrift(TARGET)).toEqual([]);
    });

    it('lists the latest 20 moves, the latest first', async () => {
      const runs = Array.from({ length: 23 }, (_, position) => ulid(SECOND_START + position));
      for (const [position, runId] of runs.entries()) {
        await ledger.record(runId, found(`content ${position}`));
      }

      const drifts = await reader.listDrift(TARGET);

      expect(drifts.map(({ runId }) => runId)).toEqual(runs.slice(-20).toReversed());
      expect(drifts[0]).toMatchObject({
        from: digestOfText('content 21'),
        to: digestOfText('content 22'),
      });
    });
  });
}

/** An outcome whose source named `content`. */
function found(content: string, given: Partial<RecordedOutcome> = {}): RecordedOutcome {
  return recordedOutcome({ sourceDigest: digestOfText(content), ...given });
}

function digestOfText(text: string): Digest {
  return digestOf(Buffer.from(text));
}
