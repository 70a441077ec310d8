import { describe, expect, it } from 'vitest';
import { itemBytes } from '../../../lib/aws/dynamodb/item-size.ts';
import { outcomeItemOf, outcomeOf } from '../../../lib/aws/dynamodb/outcome-item.ts';
import { attributesOf } from '../../../lib/aws/dynamodb/table-writes.ts';
import { OUTCOME_STATUSES } from '../../../lib/mirror/outcome.ts';
import { outcomeErrorOf } from '../../../lib/mirror/outcome-error.ts';
import type { RecordedOutcome } from '../../../lib/mirror/ports.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { recordedOutcome } from '../../support/run-builder.ts';

const TARGET = recordedOutcome().target;
const OTHER = digestOf(Buffer.from('other'));

describe('outcomeItemOf', () => {
  it.each<Partial<RecordedOutcome>>([
    ...OUTCOME_STATUSES.map((status) => ({ status })),
    { sourceDigest: null, wantedDigest: null, targetDigest: null },
    { wantedDigest: OTHER, targetDigest: OTHER },
    { wantedDigest: null, targetDigest: OTHER },
    { targetDigest: null },
    { sourceDigest: null },
    { previousDigest: OTHER, reason: 'differs' },
    { platforms: [], warnings: [], referrers: 0, attempts: 0, durationMs: 0 },
    { platforms: ['linux/amd64'], warnings: ['„ä"'], referrers: 3, attempts: 4 },
    { bytes: { uploaded: 0, mounted: 2 ** 40, present: 0 } },
    { status: 'failed', error: outcomeErrorOf(new Error('broken', { cause: new Error('why') })) },
  ])('loses nothing of %j', (given) => {
    const outcome = recordedOutcome(given);

    expect(outcomeOf(outcomeItemOf(outcome), TARGET)).toEqual(outcome);
  });

  it('leaves out what is usual', () => {
    expect(Object.keys(outcomeItemOf(recordedOutcome()))).toEqual([
      'source',
      'status',
      'durationMs',
      'sourceDigest',
    ]);
  });

  it('cuts texts so that an item stays within its limit', () => {
    const text = 'ä'.repeat(100_000);
    const texts = Array.from({ length: 1000 }, () => text);
    const error = { ...outcomeErrorOf(new Error(text)), hint: text };
    const causes = texts.map((message) => ({ code: 'Error', message }));

    const item = outcomeItemOf(
      recordedOutcome({ reason: text, warnings: texts, error: { ...error, causes } }),
    );

    expect(itemBytes(attributesOf(item))).toBeLessThan(200_000);
    expect(item.error?.message).toMatch(/^ä{1000}…$/);
  });
});
