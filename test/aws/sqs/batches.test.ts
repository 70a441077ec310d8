import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../../lib/aws/sqs/batches.ts';

const MIB = 1024 * 1024;

describe('batchesOf', () => {
  it('puts ten messages into a request', () => {
    const bodies = Array.from({ length: 23 }, (_, index) => `message ${index}`);

    const batches = batchesOf(bodies);

    expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(batches.flat()).toEqual(bodies);
  });

  it('puts no more than 1 MiB of UTF-8 into a request', () => {
    const half = 'ü'.repeat(MIB / 4);

    expect(batchesOf([half, half, 'x']).map(({ length }) => length)).toEqual([2, 1]);
  });

  it('leaves what is too large to the queue, alone', () => {
    const large = 'x'.repeat(MIB + 1);

    expect(batchesOf(['a', large, 'b'])).toEqual([['a'], [large], ['b']]);
  });

  it('makes no request of nothing', () => {
    expect(batchesOf([])).toEqual([]);
  });
});
