import { describe, expect, it } from 'vitest';
import { NativeHash } from '../../lib/content/native-hash.ts';
import { restoredHash, serialisableHash } from '../../lib/content/serialisable-hash.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { SeededRandom } from '../support/random.ts';

/** Longer than what is calculated at once, and no multiple of any block. */
const BYTES = new SeededRandom('hashed').bytes(50_001);
const HALF = BYTES.subarray(0, 20_011);
const REST = BYTES.subarray(20_011);
const OTHER = Buffer.from('something else');

describe.each(['sha256', 'sha512'] as const)('a hash by %s', (algorithm) => {
  describe.each([
    ['native', async () => new NativeHash(algorithm)],
    ['serialisable', () => serialisableHash(algorithm)],
  ])('that is %s', (_, create) => {
    it('is that of nothing at first', async () => {
      const hash = await create();

      expect(hash.digest()).toBe(digestOf(new Uint8Array(), algorithm));
    });

    it('is that of all parts together', async () => {
      const hash = await create();

      hash.update(HALF);
      hash.update(REST);

      expect(hash.digest()).toBe(digestOf(BYTES, algorithm));
    });

    it('has copies that go on by themselves, in whatever order', async () => {
      const hash = await create();
      hash.update(HALF);
      const first = hash.copy();
      const second = first.copy();

      second.update(OTHER);
      hash.update(REST);
      first.update(REST.subarray(0, 3));
      first.update(REST.subarray(3));

      expect(first.digest()).toBe(digestOf(BYTES, algorithm));
      expect(second.digest()).toBe(digestOf(Buffer.concat([HALF, OTHER]), algorithm));
      expect(hash.digest()).toBe(digestOf(BYTES, algorithm));
    });
  });

  it('goes on from what was saved', async () => {
    const hash = await serialisableHash(algorithm);
    hash.update(HALF);
    const state = hash.save() ?? new Uint8Array();
    hash.update(OTHER);

    const restored = await restoredHash(algorithm, Buffer.from(state));
    restored?.update(REST);

    expect(restored?.digest()).toBe(digestOf(BYTES, algorithm));
  });

  it('is not saved where it is native', () => {
    expect(new NativeHash(algorithm).save()).toBeUndefined();
  });

  it('is not restored from the state of another algorithm', async () => {
    const other = await serialisableHash(algorithm === 'sha256' ? 'sha512' : 'sha256');
    const state = other.save() ?? new Uint8Array();

    expect(await restoredHash(algorithm, state)).toBeUndefined();
  });

  it.each([
    ['of another version', (state: Uint8Array) => state.with(0, ~(state[0] ?? 0))],
    ['that was cut off', (state: Uint8Array) => state.subarray(1)],
    ['that is empty', () => new Uint8Array()],
  ])('is not restored from a state %s', async (_, spoil) => {
    const state = (await serialisableHash(algorithm)).save() ?? new Uint8Array();

    expect(await restoredHash(algorithm, spoil(state))).toBeUndefined();
  });
});
