import { describe, expect, it, vi } from 'vitest';
import { ContentMismatchError } from '../../lib/content/errors.ts';
import { verified } from '../../lib/content/verified.ts';
import { type DigestAlgorithm, digestOf } from '../../lib/oci/digest.ts';
import { bytesOf, chunksOf } from '../support/chunks.ts';

const CONTENT = Buffer.from('twelve bytes');

function named(bytes: Uint8Array, algorithm?: DigestAlgorithm) {
  return { digest: digestOf(bytes, algorithm), size: bytes.byteLength };
}

/** What comes out before the content ends or fails, and how it failed. */
async function passed(content: AsyncIterable<Uint8Array>) {
  const chunks: string[] = [];
  try {
    for await (const chunk of content) chunks.push(Buffer.from(chunk).toString());
    return { chunks, failure: undefined };
  } catch (failure) {
    return { chunks, failure };
  }
}

describe('verified', () => {
  it.each([
    ['one chunk', 12, ['twelve bytes']],
    ['several chunks', 5, ['twelv', 'e byt', 'es']],
    ['single bytes', 1, [...'twelve bytes']],
  ])('passes %s on as they are', async (_, size, expected) => {
    expect(await passed(verified(chunksOf(CONTENT, size), named(CONTENT)))).toEqual({
      chunks: expected,
      failure: undefined,
    });
  });

  it('verifies by SHA-512 where the digest asks for it', async () => {
    const { chunks } = await passed(verified(chunksOf(CONTENT, 5), named(CONTENT, 'sha512')));

    expect(chunks.join('')).toBe('twelve bytes');
  });

  it('passes empty content on', async () => {
    const nothing = new Uint8Array();

    expect(await passed(verified(chunksOf(nothing, 1), named(nothing)))).toEqual({
      chunks: [],
      failure: undefined,
    });
  });

  it('holds the last chunk back when only its last byte is wrong', async () => {
    const wrong = verified(chunksOf(Buffer.from('twelve byteZ'), 5), named(CONTENT));

    const { chunks, failure } = await passed(wrong);

    expect(chunks).toEqual(['twelv', 'e byt']);
    expect(failure).toBeInstanceOf(ContentMismatchError);
  });

  it('holds the last bytes back also when empty chunks follow them', async () => {
    async function* content() {
      yield* chunksOf(Buffer.from('twelve byteZ'), 5);
      yield new Uint8Array();
    }

    expect((await passed(verified(content(), named(CONTENT)))).chunks).toEqual(['twelv', 'e byt']);
  });

  it.each([
    ['fewer bytes', 'twelve byte', 'has 11 instead of 12 bytes'],
    ['more bytes', 'twelve bytes!', 'has more than the 12 bytes'],
    ['other bytes', 'TWELVE BYTES', `has the digest ${digestOf(Buffer.from('TWELVE BYTES'))}`],
    ['no bytes', '', 'has 0 instead of 12 bytes'],
  ])('fails for %s and lets less than the content through', async (_, sent, problem) => {
    const { chunks, failure } = await passed(
      verified(chunksOf(Buffer.from(sent), 4), named(CONTENT)),
    );

    expect(failure).toBeInstanceOf(ContentMismatchError);
    expect(failure).toMatchObject({ code: 'CONTENT_MISMATCH', retryable: true });
    expect(String(failure)).toContain(problem);
    expect(chunks.join('').length).toBeLessThan(CONTENT.byteLength);
  });

  it('asks for nothing more once there are too many bytes', async () => {
    let asked = 0;
    async function* endless() {
      for (;;) {
        asked += 1;
        yield CONTENT;
      }
    }

    await passed(verified(endless(), named(CONTENT)));

    expect(asked).toBe(2);
  });

  it("surfaces the content's own failure", async () => {
    const broken = new Error('broken');
    async function* content() {
      yield CONTENT;
      throw broken;
    }

    expect(await passed(verified(content(), named(CONTENT)))).toEqual({
      chunks: [],
      failure: broken,
    });
  });

  it('lets go of the content when its reader leaves', async () => {
    let released = false;
    async function* content() {
      try {
        yield* chunksOf(CONTENT, 1);
      } finally {
        released = true;
      }
    }

    for await (const _ of verified(content(), named(CONTENT))) break;

    expect(released).toBe(true);
  });

  it('tells an observer of the bytes that it hands on', async () => {
    const passed: number[] = [];
    const observer = { passed: (bytes: number) => passed.push(bytes), failed: vi.fn() };

    await bytesOf(verified(chunksOf(CONTENT, 5), named(CONTENT), observer));

    expect(passed).toEqual([5, 5, 2]);
    expect(observer.failed).not.toHaveBeenCalled();
  });

  it.each([
    ['that is wrong', chunksOf(Buffer.from('twelve byteZ'), 5)],
    ['that breaks off', chunksOf(Buffer.from('twelve'), 5)],
  ])('tells an observer of content %s, and of no byte that was held back', async (_, content) => {
    const observer = { passed: vi.fn(), failed: vi.fn() };

    const { chunks, failure } = await passed(verified(content, named(CONTENT), observer));

    expect(observer.failed).toHaveBeenCalledExactlyOnceWith(failure);
    expect(observer.passed).toHaveBeenCalledTimes(chunks.length);
  });
});
