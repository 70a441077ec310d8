import { beforeEach, describe, expect, it } from 'vitest';
import { CopyError } from '../../lib/copy/errors.ts';
import { BlobCopy, BYTES } from '../support/blob-copy.ts';
import { lastingFailure, passingFailure } from '../support/failure.ts';

describe('copyBlob, when something fails on the way,', () => {
  let copy: BlobCopy;

  beforeEach(() => {
    copy = new BlobCopy();
  });

  it('leaves the repetition of a look-up to whoever sends it', async () => {
    const failure = passingFailure();
    copy.script.fail('hasBlob', failure);

    await expect(copy.run()).rejects.toMatchObject({
      side: 'target',
      message: `looking for the blob ${copy.blob.digest} of 3500 bytes failed at the target`,
      cause: failure,
      retryable: true,
    });
    expect(copy.script.names('hasBlob')).toHaveLength(1);
    copy.expectNothingOpen();
  });

  it.each(['startUpload', 'openBlob'] as const)(
    'gives back what it holds when %s fails, and begins again',
    async (step) => {
      copy.script.fail(step, passingFailure(), 2);

      await expect(copy.run()).resolves.toBe('uploaded');

      expect(copy.script.names(step)).toHaveLength(3);
      copy.expectNothingOpen();
    },
  );

  it.each(['read', 'receive', 'write'] as const)(
    'opens the source anew when a stream fails at %s',
    async (step) => {
      copy.script.fail(step, passingFailure(), 2);

      await expect(copy.run()).resolves.toBe('uploaded');

      expect(copy.source.opened).toHaveLength(3);
      expect(copy.target.content(copy.blob)).toEqual(Buffer.from(BYTES));
      copy.expectNothingOpen();
    },
  );

  it('leaves single requests alone after a stream has failed too', async () => {
    const failure = passingFailure();
    copy.script.on('write', () => {
      copy.script.fail('hasBlob', failure);
      throw passingFailure();
    });

    await expect(copy.run()).rejects.toMatchObject({ cause: failure });

    expect(copy.script.names('hasBlob')).toHaveLength(2);
    expect(copy.source.opened).toHaveLength(1);
  });

  it('opens the source anew when content was damaged on its way', async () => {
    copy.source.corrupt(copy.blob, BYTES.subarray(1));
    copy.script.on('cancel', () => copy.source.corrupt(copy.blob, BYTES), 1);

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.target.content(copy.blob)).toEqual(Buffer.from(BYTES));
  });

  it('gives up when a stream has failed as often as it may', async () => {
    const failure = passingFailure();
    copy.script.fail('read', failure);

    await expect(copy.run()).rejects.toMatchObject({ side: 'source', cause: failure });

    expect(copy.source.opened).toHaveLength(3);
    copy.expectNothingOpen();
  });

  it('does not open the source anew for a failure that stays', async () => {
    copy.script.fail('receive', lastingFailure());

    await expect(copy.run()).rejects.toBeInstanceOf(CopyError);

    expect(copy.source.opened).toHaveLength(1);
  });

  it('takes an upload for done whose answer was lost, without a second transfer', async () => {
    copy.script.fail('commit', passingFailure(), 1);

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.source.opened).toHaveLength(1);
    copy.expectNothingOpen();
  });

  describe('onBytes', () => {
    async function bytesTold(): Promise<readonly number[]> {
      const told: number[] = [];
      await copy.run({ onBytes: (bytes) => told.push(bytes) }).catch(() => {});
      return told;
    }

    function sum(numbers: readonly number[]): number {
      return numbers.reduce((total, number) => total + number, 0);
    }

    it('is told of bytes as they pass', async () => {
      expect(await bytesTold()).toEqual([1000, 1000, 1000, 500]);
    });

    it.each([
      ['read', 3],
      ['receive', 3],
      ['commit', 1],
    ] as const)(
      'is told of each byte once in the end when %s number %i fails',
      async (step, at) => {
        copy.script.on(step, () => {
          if (copy.script.names(step).length === at) throw passingFailure();
        });

        expect(sum(await bytesTold())).toBe(copy.blob.size);
      },
    );

    it('is told to take everything back when the blob does not arrive', async () => {
      copy.script.on('receive', () => {
        if (copy.script.names('receive').length > 1) throw lastingFailure();
      });

      const told = await bytesTold();

      expect(told).not.toEqual([]);
      expect(sum(told)).toBe(0);
    });
  });
});
