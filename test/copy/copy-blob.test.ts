import { beforeEach, describe, expect, it } from 'vitest';
import { ContentMismatchError } from '../../lib/content/errors.ts';
import { BlobCopy, BYTES } from '../support/blob-copy.ts';
import { lastingFailure, passingFailure } from '../support/failure.ts';
import { mountTurns } from '../support/mount-turns.ts';

describe('copyBlob', () => {
  let copy: BlobCopy;

  beforeEach(() => {
    copy = new BlobCopy();
  });

  it('uploads a blob that the target lacks', async () => {
    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.target.content(copy.blob)).toEqual(Buffer.from(BYTES));
    copy.expectNothingOpen();
  });

  it('uploads a blob without a single byte', async () => {
    copy = new BlobCopy(new Uint8Array());

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.target.content(copy.blob)).toHaveLength(0);
  });

  it('opens nothing when the target has the blob', async () => {
    copy.target.add(BYTES);

    await expect(copy.run({ turns: mountTurns('sibling') })).resolves.toBe('present');

    expect(copy.script.steps).toEqual(['hasBlob']);
  });

  it('opens nothing when the blob can be mounted', async () => {
    copy.sibling.add(BYTES);

    await expect(copy.run({ turns: mountTurns('sibling') })).resolves.toBe('mounted');

    expect(copy.script.steps).toEqual(['hasBlob', 'startUpload']);
    expect(copy.target.content(copy.blob)).toEqual(BYTES);
  });

  it('does not look for what the target cannot have, but after an attempt', async () => {
    copy.script.fail('commit', passingFailure(), 1);

    const turns = { ...mountTurns('sibling'), mayHave: () => false };
    await expect(copy.run({ turns })).resolves.toBe('uploaded');

    const looks = copy.script.steps.filter((step) => step === 'hasBlob' || step === 'startUpload');
    expect(looks).toEqual(['startUpload', 'hasBlob']);
  });

  it('uploads what the other repository does not have after all', async () => {
    await expect(copy.run({ turns: mountTurns('sibling') })).resolves.toBe('uploaded');
  });

  it('takes its place among the writers before it opens the source', async () => {
    await copy.run();

    const order = copy.script.steps.filter((step) => step !== 'read' && step !== 'receive');
    expect(order).toEqual(['hasBlob', 'startUpload', 'openBlob', 'write', 'commit']);
  });

  it('opens the source while the target opens the session', async () => {
    const opened = Promise.withResolvers<void>();
    copy.script.on('startUpload', () => opened.promise);
    copy.script.on('openBlob', () => opened.resolve());

    await expect(copy.run()).resolves.toBe('uploaded');
  });

  it('lets go of the source when no session is opened', async () => {
    const opened = Promise.withResolvers<void>();
    copy.script.on('openBlob', () => opened.resolve());
    copy.script.on('startUpload', async () => {
      await opened.promise;
      throw lastingFailure();
    });

    await expect(copy.run()).rejects.toMatchObject({ side: 'target', code: 'DENIED' });

    expect(copy.script.names('write', 'read')).toEqual([]);
    copy.expectNothingOpen();
  });

  it.each([
    ['other bytes of the same size', Buffer.from(BYTES).reverse()],
    ['a wrong last byte', Buffer.from(BYTES).fill(~(BYTES.at(-1) ?? 0), BYTES.length - 1)],
    ['fewer bytes', BYTES.subarray(1)],
    ['no bytes', new Uint8Array()],
    ['more bytes', Buffer.concat([BYTES, BYTES])],
  ])('stores nothing when the source sends %s', async (_, sent) => {
    copy.source.corrupt(copy.blob, sent);

    const copying = copy.run({ retry: { ...copy.retry, retries: 0 } });

    await expect(copying).rejects.toMatchObject({
      side: 'source',
      code: 'CONTENT_MISMATCH',
      message: `reading the blob ${copy.blob.digest} of 3500 bytes failed at the source`,
      cause: expect.any(ContentMismatchError),
    });
    expect(copy.target.content(copy.blob)).toBeUndefined();
    expect(copy.target.received).toBeLessThan(copy.blob.size);
    copy.expectNothingOpen();
  });

  it('lets go of the source when the upload is refused before it read anything', async () => {
    const refusal = lastingFailure();
    copy.script.fail('write', refusal);

    await expect(copy.run()).rejects.toMatchObject({
      side: 'target',
      code: 'DENIED',
      message: `uploading the blob ${copy.blob.digest} of 3500 bytes failed at the target`,
      cause: refusal,
    });
    expect(copy.source.opened).toHaveLength(1);
    copy.expectNothingOpen();
  });

  it('lets go of the source when the upload is refused half-way', async () => {
    const refusal = lastingFailure();
    copy.script.on('receive', () => {
      if (copy.script.names('receive').length === 2) throw refusal;
    });

    await expect(copy.run()).rejects.toMatchObject({ cause: refusal });

    copy.expectNothingOpen();
  });

  it('leaves an error that has no name here as it is', async () => {
    const defect = new TypeError('x is not a function');
    copy.script.fail('receive', defect);

    await expect(copy.run()).rejects.toBe(defect);

    copy.expectNothingOpen();
  });

  it.each(['hasBlob', 'startUpload', 'openBlob', 'write', 'read', 'receive', 'commit'] as const)(
    'ends with the reason of an abort at %s, and repeats nothing',
    async (step) => {
      const controller = new AbortController();
      const reason = new Error('interrupted');
      copy.script.on(step, () => {
        controller.abort(reason);
        throw passingFailure();
      });

      await expect(copy.run({ signal: controller.signal })).rejects.toBe(reason);

      expect(copy.script.names(step)).toHaveLength(1);
      copy.expectNothingOpen();
    },
  );
});
