import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import { freshSeed, SeededRandom } from '../support/random.ts';
import { killLarge } from './kill-large.ts';
import { type LargeSource, startLargeSource } from './large-source.ts';
import type { TargetKind } from './large-target.ts';

const MEBIBYTE = 1024 ** 2;
const CHUNK_BYTES = 5 * MEBIBYTE;
const SEED = freshSeed();

let source: LargeSource;

beforeAll(async () => {
  source = await startLargeSource(24 * MEBIBYTE, SEED);
});

afterAll(() => source.close());

/** A little of what `npm run test:kill-large` does with 4 GiB; resolves to what broke the promise. */
async function killAt(kind: TargetKind, rounds: number): Promise<readonly string[]> {
  const series = await killLarge({
    command: inject('command'),
    source,
    chunkBytes: CHUNK_BYTES,
    kinds: [kind],
    rounds,
    atATime: 2,
    waitsForLeases: false,
    random: new SeededRandom(`${kind} ${SEED}`),
  });
  return series.flatMap(({ name, rounds: judged }) =>
    judged.flatMap(({ place, broken }) => broken.map((text) => `${name}, ended ${place}: ${text}`)),
  );
}

describe(`the upload of a large blob that is killed (seed ${SEED})`, () => {
  it.each(['generic', 'ecr'] as const)(
    'goes on in another process, and sends at most a chunk again: %s',
    async (kind) => {
      const broken = await killAt(kind, 3);

      expect(broken).toEqual([]);
    },
  );
});

describeWith(['docker-registry'], `one that is killed at docker-registry (seed ${SEED})`, () => {
  it('goes on where it ended between chunks, and where it ended inside one starts over once and says so', async () => {
    const broken = await killAt('docker-registry', 2);

    expect(broken).toEqual([]);
  });
});
