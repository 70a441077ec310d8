import { describe, expect, it } from 'vitest';
import { readBounded } from '../../lib/content/bounded.ts';
import { ContentTooLargeError } from '../../lib/content/errors.ts';
import { chunksOf } from '../support/chunks.ts';

const CONTENT = Buffer.from('twelve bytes');

describe('readBounded', () => {
  it.each([12, 13])('reads content of 12 bytes within %i', async (maxBytes) => {
    expect(await readBounded(chunksOf(CONTENT, 5), maxBytes, 'it')).toEqual(CONTENT);
  });

  it('reads empty content within no bytes', async () => {
    expect(await readBounded(chunksOf(new Uint8Array()), 0, 'it')).toEqual(Buffer.alloc(0));
  });

  it('refuses a byte too many and names what was read', async () => {
    const reading = readBounded(chunksOf(CONTENT, 5), 11, 'the manifest');

    await expect(reading).rejects.toThrow(ContentTooLargeError);
    await expect(reading).rejects.toThrow('the manifest is longer than 11 bytes');
  });

  it('reads one chunk too many and lets go of the rest', async () => {
    let given = 0;
    let released = false;
    async function* endless() {
      try {
        for (;;) {
          given += 1;
          yield CONTENT;
        }
      } finally {
        released = true;
      }
    }

    await expect(readBounded(endless(), 24, 'it')).rejects.toThrow(ContentTooLargeError);

    expect({ given, released }).toEqual({ given: 3, released: true });
  });
});
