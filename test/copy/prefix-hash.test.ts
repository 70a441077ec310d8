import { beforeEach, describe, expect, it } from 'vitest';
import { PrefixHash } from '../../lib/copy/prefix-hash.ts';
import { digestOf } from '../../lib/oci/digest.ts';

const BYTES = Buffer.from('twelve bytes');
const DIGEST = digestOf(BYTES);

describe('PrefixHash', () => {
  let hash: PrefixHash;

  beforeEach(() => {
    hash = new PrefixHash(DIGEST, true);
  });

  async function advance(bytes: Uint8Array): Promise<void> {
    await hash.advance(bytes.byteLength, async (next) => next.update(bytes));
  }

  /** A hash of the first `length` bytes, as another process saved it. */
  async function savedAt(length: number) {
    const other = new PrefixHash(DIGEST, true);
    await other.rewind(0, undefined);
    await other.advance(length, async (next) => next.update(BYTES.subarray(0, length)));
    return { offset: length, state: other.save() ?? new Uint8Array() };
  }

  it('is over nothing first, and then over what it moved on by', async () => {
    await hash.rewind(12, undefined);
    expect(hash.offset).toBe(0);

    await advance(BYTES.subarray(0, 5));
    await advance(BYTES.subarray(5));

    expect(hash.offset).toBe(12);
    expect(hash.digest()).toBe(DIGEST);
    expect(hash.digest()).toBe(DIGEST);
  });

  it('stays what it was where it fails to move on', async () => {
    await hash.rewind(12, undefined);
    await advance(BYTES.subarray(0, 5));
    const failing = hash.advance(3, async (next) => {
      next.update(BYTES.subarray(5, 7));
      throw new Error('broken');
    });

    await expect(failing).rejects.toThrow('broken');

    expect(hash.offset).toBe(5);
    await advance(BYTES.subarray(5));
    expect(hash.digest()).toBe(DIGEST);
  });

  it.each([
    ['what another saved', 5, 12, 5],
    ['nothing, where another saved more', 5, 4, 0],
  ])('begins with %s', async (_, saved, most, offset) => {
    await hash.rewind(most, await savedAt(saved));

    expect(hash.offset).toBe(offset);
    await advance(BYTES.subarray(offset));
    expect(hash.digest()).toBe(DIGEST);
  });

  it.each([
    ['what it knows itself', 5, 12, 5],
    ['what it knows, rather than what another saved before', 3, 12, 5],
    ['what another saved after that', 8, 12, 8],
    ['what another saved, where it knows too much', 3, 4, 3],
    ['nothing, where everybody knows too much', 3, 2, 0],
  ])('goes on with %s', async (_, saved, most, offset) => {
    await hash.rewind(0, undefined);
    await advance(BYTES.subarray(0, 5));

    await hash.rewind(most, await savedAt(saved));

    expect(hash.offset).toBe(offset);
    await advance(BYTES.subarray(offset));
    expect(hash.digest()).toBe(DIGEST);
  });

  it('is saved only where it has to be', async () => {
    const native = new PrefixHash(DIGEST, false);
    await native.rewind(0, undefined);

    expect(native.save()).toBeUndefined();
  });
});
