import { describe, expect, it } from 'vitest';
import { TransferSlots } from '../../lib/registry/transfer-slots.ts';

const SMALL = { size: 1024 * 1024 };
const LARGE = { size: SMALL.size + 1 };

/** How many of `count` blobs are granted a place, as long as none gives it back. */
async function granted(slots: TransferSlots, blob: typeof SMALL, count = 40): Promise<number> {
  let places = 0;
  for (let position = 0; position < count; position += 1) {
    void slots.take(blob).then(() => {
      places += 1;
    });
  }
  await new Promise(setImmediate);
  return places;
}

describe('TransferSlots', () => {
  it('grants a place to 8 large blobs or 16 small ones', async () => {
    expect(await granted(new TransferSlots(undefined), LARGE)).toBe(8);
    expect(await granted(new TransferSlots(undefined), SMALL)).toBe(16);
  });

  it('counts two small ones as one large one', async () => {
    const slots = new TransferSlots(undefined);

    expect(await granted(slots, LARGE, 7)).toBe(7);
    expect(await granted(slots, SMALL)).toBe(2);
  });

  it.each([SMALL, LARGE])('grants as many as it is told, however large: $size', async (blob) => {
    expect(await granted(new TransferSlots(3), blob)).toBe(3);
  });
});
