import { beforeEach, describe, expect, it } from 'vitest';
import { copyBlob } from '../../lib/copy/copy-blob.ts';
import { BYTES } from '../support/blob-copy.ts';
import { CHUNK, ChunkedBlobCopy } from '../support/chunked-copy.ts';
import { mountTurns } from '../support/mount-turns.ts';

const WHOLE = ['0+900', '900+900', '1800+900', '2700+800'];

describe('copyBlob, in chunks,', () => {
  let copy: ChunkedBlobCopy;

  beforeEach(() => {
    copy = new ChunkedBlobCopy();
  });

  it('sends chunks of exact length, out of content opened once', async () => {
    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.chunks).toEqual(WHOLE);
    expect(copy.source.opened).toHaveLength(1);
    expect(copy.target.received).toBe(copy.blob.size);
    expect(copy.warnings).toEqual([]);
    await copy.expectCopied();
  });

  it.each([1, 7, 999, 1000, 1001, 3499, 3500, 9999])(
    'sends chunks of %i bytes',
    async (chunkBytes) => {
      await copy.run({ chunking: { chunkBytes } });

      expect(copy.chunks).toHaveLength(Math.ceil(BYTES.length / chunkBytes));
      await copy.expectCopied();
    },
  );

  it('does without a store of checkpoints', async () => {
    await copy.run({ chunking: { checkpoints: undefined } });

    expect(copy.chunks).toEqual(WHOLE);
    await copy.expectCopied();
  });

  it('hashes natively what is short enough to be read again', async () => {
    await copy.run({ chunking: { resumeHashFrom: copy.blob.size + 1 } });

    await copy.expectCopied();
  });

  it.each([
    ['that is smaller', 'status', { fromBytes: BYTES.length + 1 }],
    ['into a target that takes no chunks', 'none', {}],
  ] as const)('sends a blob %s in one request', async (_, sessions, chunking) => {
    copy = new ChunkedBlobCopy(sessions);

    await expect(copy.run({ chunking })).resolves.toBe('uploaded');

    expect(copy.script.names('write')).toHaveLength(1);
    expect(copy.chunks).toEqual([]);
    await copy.expectCopied();
  });

  it('sends content that stands in the descriptor in one request', async () => {
    const data = Buffer.from(BYTES).toString('base64');
    const { source, target, retry } = copy;
    const chunking = { fromBytes: 0, chunkBytes: CHUNK, resumeHashFrom: 0 };

    await copyBlob(source, target, { ...copy.blob, data }, { retry, chunking });

    expect(source.opened).toEqual([]);
    expect(target.content(copy.blob)).toEqual(Buffer.from(BYTES));
  });

  it('opens nothing when the blob can be mounted', async () => {
    copy.sibling.add(BYTES);

    await expect(copy.run({ turns: mountTurns('sibling') })).resolves.toBe('mounted');

    expect(copy.source.opened).toEqual([]);
    expect(copy.told).toEqual([]);
    copy.expectNothingOpen();
  });

  it('tells bytes as the target takes them', async () => {
    await copy.run();

    expect(copy.told).toEqual([900, 100, 800, 200, 700, 300, 500]);
  });

  it.each([
    ['other bytes of the same size', Buffer.from(BYTES).reverse()],
    ['fewer bytes', BYTES.subarray(1)],
    ['no bytes', new Uint8Array()],
    ['more bytes', Buffer.concat([BYTES, BYTES])],
    ['one byte more', Buffer.concat([BYTES, Buffer.from([0])])],
  ])('stores nothing when the source sends %s', async (_, sent) => {
    copy.source.corrupt(copy.blob, sent);

    const copying = copy.run();

    await expect(copying).rejects.toMatchObject({ side: 'source', code: 'CONTENT_MISMATCH' });
    expect(copy.script.names('startUpload')).toHaveLength(2);
    expect(copy.target.content(copy.blob)).toBeUndefined();
    expect(await copy.isSaved()).toBe(false);
    expect(copy.arrived).toBe(0);
    copy.expectNothingOpen();
  });

  it('sends everything again when content was damaged on its way', async () => {
    copy.source.corrupt(copy.blob, Buffer.from(BYTES).reverse());
    copy.script.on('cancel', () => copy.source.corrupt(copy.blob, BYTES), 1);

    await expect(copy.run()).resolves.toBe('uploaded');

    expect(copy.chunks).toEqual([...WHOLE, ...WHOLE]);
    await copy.expectCopied();
  });
});
