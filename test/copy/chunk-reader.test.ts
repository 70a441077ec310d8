import { beforeEach, describe, expect, it } from 'vitest';
import { ChunkReader } from '../../lib/copy/chunk-reader.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { bytesOf, chunksOf } from '../support/chunks.ts';
import { passingFailure } from '../support/failure.ts';

const BYTES = Buffer.from('twelve bytes');
const BLOB = { mediaType: 'text/plain', digest: digestOf(BYTES), size: BYTES.length };

describe('ChunkReader', () => {
  let seen: string;

  beforeEach(() => {
    seen = '';
  });

  const see = (bytes: Uint8Array) => {
    seen += Buffer.from(bytes).toString();
  };

  function reader(content = chunksOf(BYTES, 5), from = 0): ChunkReader {
    return new ChunkReader(content, BLOB, from);
  }

  it.each([1, 4, 5, 7, 12])('cuts content into chunks of %i bytes', async (length) => {
    const chunks = reader();
    const texts: string[] = [];

    for (let start = 0; start < 12; start += length) {
      const chunk = chunks.chunk(Math.min(length, 12 - start), see);
      texts.push((await bytesOf(chunk)).toString());
    }

    expect(texts.join('')).toBe('twelve bytes');
    expect(texts[0]).toHaveLength(length);
    expect(seen).toBe('twelve bytes');
    await chunks.expectEnd();
  });

  it('copies nothing', async () => {
    const { value } = await reader().chunk(3, see).next();

    expect(value?.buffer).toBe(BYTES.buffer);
  });

  it('reads for the one who looks what the taker leaves, in order', async () => {
    const chunks = reader();
    const chunk = chunks.chunk(11, see);
    await chunk.next();
    // Whoever takes it goes away while it waits for more.
    const pending = chunk.next();

    await chunk.drain();

    await pending;
    expect(seen).toBe('twelve byte');
    expect((await bytesOf(chunks.chunk(1, see))).toString()).toBe('s');
  });

  it('fails when the content is too short, and says how long it was', async () => {
    const chunk = reader(chunksOf(BYTES.subarray(4), 5), 1).chunk(11, see);

    await expect(bytesOf(chunk)).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: expect.stringContaining('has 9 instead of 12 bytes'),
    });
    expect(chunk.failure).toMatchObject({ code: 'CONTENT_MISMATCH' });
  });

  it.each([5, 6])('fails when the content goes on, in pieces of %i bytes', async (size) => {
    const chunks = reader(chunksOf(Buffer.concat([BYTES, BYTES]), size));
    await chunks.chunk(12, see).drain();

    await expect(chunks.expectEnd()).rejects.toMatchObject({
      message: expect.stringContaining('has more than the 12 bytes'),
    });
  });

  it('fails as the content fails, and remembers that it was the content', async () => {
    const failure = passingFailure();
    async function* failing() {
      yield BYTES.subarray(0, 5);
      throw failure;
    }
    const chunk = reader(failing()).chunk(12, see);

    await expect(bytesOf(chunk)).rejects.toBe(failure);

    expect(chunk.failure).toBe(failure);
  });
});
