import { beforeEach, describe, expect, it } from 'vitest';
import { ContentMismatchError, UploadLostError } from '../../lib/content/errors.ts';
import { BYTES } from '../support/blob-copy.ts';
import { ChunkedBlobCopy } from '../support/chunked-copy.ts';
import { lastingFailure, passingFailure } from '../support/failure.ts';
import { mountTurns } from '../support/mount-turns.ts';

describe.each([
  ['tells how far it came', 'status'],
  ['leaves that to the sender', 'sender'],
] as const)('copyBlob, in chunks to a target that %s,', (_, sessions) => {
  let copy: ChunkedBlobCopy;

  beforeEach(() => {
    copy = new ChunkedBlobCopy(sessions);
  });

  /** Fails the `at`th occurrence of `step`. */
  function failAt(
    step: Parameters<typeof copy.script.on>[0],
    at: number,
    error: unknown = passingFailure(),
  ): void {
    copy.script.on(step, () => {
      if (copy.script.names(step).length === at) throw error;
    });
  }

  it.each([
    ['writeChunk', 2],
    ['writeChunk', 4],
    ['receive', 3],
    ['receive', 7],
  ] as const)('sends one chunk again when %s number %i fails', async (step, at) => {
    failAt(step, at);

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.script.names('leave')).toHaveLength(1);
    expect(copy.target.received - copy.blob.size).toBeLessThanOrEqual(900);
    expect(copy.script.names('startUpload')).toHaveLength(1);
    expect(copy.warnings).toEqual([]);
    await copy.expectCopied();
  });

  it.each([2, 3, 4])('sends nothing again when the answer to chunk %i is lost', async (at) => {
    failAt('acknowledge', at);

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.target.received).toBe(copy.blob.size);
    expect(copy.warnings).toEqual([]);
    await copy.expectCopied();
  });

  it.each(['writeChunk', 'receive', 'acknowledge'] as const)(
    'starts anew when %s fails in the first chunk, of which nothing is lost',
    async (step) => {
      failAt(step, 1);

      await expect(copy.run()).resolves.toBe('uploaded');

      expect(copy.script.names('startUpload')).toHaveLength(2);
      expect(copy.warnings).toEqual([]);
      await copy.expectCopied();
    },
  );

  it('goes on without sending anything again when a commit fails', async () => {
    failAt('commitChunks', 1);

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.target.received).toBe(copy.blob.size);
    expect(copy.source.opened).toHaveLength(1);
    await copy.expectCopied();
  });

  it('takes a commit for done whose answer was lost', async () => {
    failAt('commit', 1);

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.script.names('commitChunks')).toHaveLength(1);
    await copy.expectCopied();
  });

  it.each([1, 2])('goes on where it stood when the source breaks at read number %i', async (at) => {
    failAt('read', at);

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.chunks).toEqual(['0+900', '900+900', '1800+900', '2700+800']);
    expect(copy.source.opened).toHaveLength(2);
    expect(copy.target.received).toBe(copy.blob.size);
    await copy.expectCopied();
  });

  it('counts failures anew when a chunk has arrived', async () => {
    copy.script.on('writeChunk', (name) => {
      const times = copy.chunks.filter((chunk) => chunk === name).length;
      if (times <= 2) throw passingFailure();
    });

    await expect(copy.run()).resolves.toBe('uploaded');

    await copy.expectCopied();
  });

  it('gives up when a chunk has failed as often as it may, and leaves the session to whoever goes on', async () => {
    const failure = passingFailure();
    copy.script.on('writeChunk', (name) => {
      if (name.startsWith('1800+')) throw failure;
    });

    await expect(copy.run()).rejects.toMatchObject({ side: 'target', cause: failure });

    expect(copy.chunks).toHaveLength(2 + 3);
    expect((await copy.saved()).session.offset).toBe(1800);
    expect(copy.arrived).toBe(0);
    copy.expectNothingOpen(1);
  });

  it('removes the session that nobody could go on with', async () => {
    copy.script.on('writeChunk', (name) => {
      if (name.startsWith('1800+')) throw passingFailure();
    });

    await expect(copy.run({ chunking: { checkpoints: undefined } })).rejects.toThrow();

    expect(copy.arrived).toBe(0);
    copy.expectNothingOpen();
  });

  it('does not repeat what the reader of the source has repeated', async () => {
    const failure = passingFailure();
    copy.script.on('read', () => {
      if (copy.script.names('read').length > 2) throw failure;
    });

    await expect(copy.run()).rejects.toMatchObject({ side: 'source', cause: failure });

    expect(copy.source.opened).toHaveLength(3);
    expect(copy.script.names('startUpload', 'resumeUpload')).toHaveLength(1);
    copy.expectNothingOpen(1);
  });

  it('ends at once at a failure that stays', async () => {
    failAt('writeChunk', 3, lastingFailure());

    await expect(copy.run()).rejects.toMatchObject({ side: 'target', code: 'DENIED' });

    expect(copy.chunks).toHaveLength(3);
    copy.expectNothingOpen(1);
  });

  it('holds no place while a failure passes', async () => {
    const held: number[] = [];
    const clock = {
      now: () => copy.clock.now(),
      sleep: async () => {
        held.push(copy.target.writers);
        expect(copy.source.opened.every(({ ended }) => ended)).toBe(true);
      },
    };
    failAt('writeChunk', 1);
    copy.script.on('acknowledge', () => {
      if (copy.script.names('acknowledge').length === 2) throw passingFailure();
    });

    await copy.run({ retry: { ...copy.retry, clock } });

    expect(held).toEqual([0, 0]);
  });

  it('starts over once, and says so, when the target has lost the session', async () => {
    failAt('writeChunk', 3, new UploadLostError(copy.blob, new Error('404')));

    await expect(copy.run({ retry: { ...copy.retry, retries: 0 } })).resolves.toBe('uploaded');

    expect(copy.script.names('startUpload')).toHaveLength(2);
    expect(copy.warnings).toEqual([
      `the registry does not continue the upload of ${copy.blob.digest} (404): 1800 bytes are sent again`,
    ]);
    await copy.expectCopied();
  });

  it('starts over once when the target does not know the session any more', async () => {
    failAt('writeChunk', 3);
    copy.script.on('resumeUpload', () => copy.target.loseUploads());

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.warnings).toHaveLength(1);
    expect(copy.warnings[0]).toContain('1800 bytes are sent again');
    expect(copy.target.received).toBe(1800 + copy.blob.size);
    await copy.expectCopied();
  });

  it('counts what it loses after that as failures', async () => {
    copy.script.on('writeChunk', (name) => {
      if (name.startsWith('900+')) throw new UploadLostError(copy.blob, undefined);
    });

    await expect(copy.run()).rejects.toMatchObject({ side: 'target', code: 'UPLOAD_LOST' });

    expect(copy.script.names('startUpload')).toHaveLength(4);
    expect(copy.warnings).toHaveLength(4);
    expect(await copy.isSaved()).toBe(false);
    expect(copy.arrived).toBe(0);
    copy.expectNothingOpen();
  });

  it('sends everything once more when the target finds another digest', async () => {
    failAt('commitChunks', 1, new ContentMismatchError(copy.blob, { size: 1 }));

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.target.received).toBe(2 * copy.blob.size);
    expect(copy.warnings[0]).toContain('3500 bytes are sent again');
    await copy.expectCopied();
  });

  it('gives up when the target finds another digest again', async () => {
    const refusal = new ContentMismatchError(copy.blob, { size: 1 });
    copy.script.fail('commitChunks', refusal);

    await expect(copy.run()).rejects.toMatchObject({ side: 'target', cause: refusal });

    expect(copy.script.names('commitChunks')).toHaveLength(2);
    expect(await copy.isSaved()).toBe(false);
    copy.expectNothingOpen();
  });

  it('leaves the session alone that another worker has taken', async () => {
    copy.script.on('writeChunk', async (name) => {
      if (name.startsWith('1800+')) await copy.take();
    });

    await expect(copy.run()).rejects.toMatchObject({ code: 'CHECKPOINT_LOST' });

    expect(copy.chunks).toHaveLength(3);
    expect(copy.script.names('cancel', 'resumeUpload')).toEqual([]);
    expect(await copy.saved()).toMatchObject({ session: { offset: 1800 } });
    copy.expectNothingOpen(1);
  });

  it('removes the session that another worker could not know of when it took the upload', async () => {
    copy.script.on('writeChunk', async (name) => {
      if (name.startsWith('0+')) await copy.take();
    });

    await expect(copy.run()).rejects.toMatchObject({ code: 'CHECKPOINT_LOST' });

    expect(copy.script.names('cancel')).toHaveLength(1);
    expect(await copy.isSaved()).toBe(false);
    copy.expectNothingOpen();
  });

  it.each([
    ['startUpload', 1, 0],
    ['openBlob', 1, 0],
    ['writeChunk', 1, 0],
    ['receive', 1, 0],
    ['acknowledge', 1, 0],
    ['read', 2, 1],
    ['writeChunk', 3, 1],
    ['receive', 3, 1],
    ['acknowledge', 2, 1],
    ['commitChunks', 1, 1],
  ] as const)(
    'ends with the reason of an abort at %s number %i, and repeats nothing',
    async (step, at, left) => {
      const controller = new AbortController();
      const reason = new Error('interrupted');
      copy.script.on(step, () => {
        if (copy.script.names(step).length < at) return;
        controller.abort(reason);
        throw passingFailure();
      });

      await expect(copy.run({ signal: controller.signal })).rejects.toBe(reason);

      expect(copy.script.names(step)).toHaveLength(at);
      expect(await copy.isSaved()).toBe(left === 1);
      expect(copy.arrived).toBe(0);
      copy.expectNothingOpen(left);
    },
  );

  it('leaves no session when it is aborted and nothing could be saved', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    copy.script.on('acknowledge', () => {
      if (copy.script.names('acknowledge').length < 2) return;
      controller.abort(reason);
      throw passingFailure();
    });

    const copying = copy.run({
      signal: controller.signal,
      chunking: { checkpoints: undefined },
    });

    await expect(copying).rejects.toBe(reason);
    copy.expectNothingOpen();
  });

  it('takes back what it sent when another has brought the blob meanwhile', async () => {
    copy.script.on('writeChunk', () => {
      if (copy.chunks.length === 1) return;
      copy.target.add(BYTES);
      throw passingFailure();
    });

    await expect(copy.run()).resolves.toBe('present');

    expect(copy.arrived).toBe(0);
    expect(await copy.isSaved()).toBe(false);
    copy.expectNothingOpen();
  });

  it('takes back what it sent when the blob can be mounted meanwhile', async () => {
    failAt('writeChunk', 2);
    copy.sibling.add(BYTES);
    const firstTurn = { how: 'upload', end: async () => {} } as const;

    const copying = copy.run({ firstTurn, turns: mountTurns('sibling') });

    await expect(copying).resolves.toBe('mounted');
    expect(copy.arrived).toBe(0);
    expect(await copy.isSaved()).toBe(false);
    copy.expectNothingOpen();
  });

  it('stops after the chunk on its way when it has to yield, and leaves the rest', async () => {
    const yielding = new AbortController();
    const reason = new Error('time is up');
    copy.script.on('receive', () => yielding.abort(reason), 1);

    await expect(copy.run({ yielding: yielding.signal })).rejects.toBe(reason);

    expect(copy.chunks).toEqual(['0+900']);
    expect(await copy.saved()).toMatchObject({ session: { offset: 900 } });
    copy.expectNothingOpen(1);
  });

  it('does not wait for a failure to pass when it has to yield', async () => {
    const yielding = new AbortController();
    const reason = new Error('time is up');
    copy.script.on('writeChunk', () => {
      yielding.abort(reason);
      throw passingFailure();
    });

    await expect(copy.run({ yielding: yielding.signal })).rejects.toBe(reason);

    expect(copy.clock.slept).toEqual([]);
    copy.expectNothingOpen();
  });

  it('begins nothing when it has to yield already', async () => {
    const reason = new Error('time is up');

    await expect(copy.run({ yielding: AbortSignal.abort(reason) })).rejects.toBe(reason);

    expect(copy.script.steps).toEqual(['hasBlob']);
  });
});
