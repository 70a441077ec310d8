import { beforeEach, describe, expect, it } from 'vitest';
import { BYTES } from '../support/blob-copy.ts';
import { ChunkedBlobCopy } from '../support/chunked-copy.ts';
import { passingFailure } from '../support/failure.ts';
import { mountTurns } from '../support/mount-turns.ts';

const NATIVE = { resumeHashFrom: 9999 };

describe.each([
  ['tells how far it came', 'status'],
  ['leaves that to the sender', 'sender'],
] as const)('copyBlob, after another process, to a target that %s,', (_, sessions) => {
  let copy: ChunkedBlobCopy;
  let froms: (number | undefined)[];

  beforeEach(() => {
    copy = new ChunkedBlobCopy(sessions);
    froms = [];
  });

  /** What the second process does. */
  function goOn(options: Parameters<typeof copy.run>[0] = {}) {
    copy.script.on('openBlob', (_name, { from }) => froms.push(from));
    return copy.run({ owner: 'second', ...options });
  }

  it.each([900, 1800, 2700])('sends only what was not acknowledged, from %i on', async (offset) => {
    await copy.dieAt(offset);

    await expect(goOn()).resolves.toBe('uploaded');

    expect(copy.chunks[0]).toMatch(new RegExp(`^${offset}\\+`));
    expect(copy.target.received).toBe(copy.blob.size);
    expect(froms).toEqual([offset]);
    expect(copy.script.names('startUpload')).toEqual([]);
    await copy.expectCopied();
  });

  it('reads again, for the hash alone, what came before where no hash was saved', async () => {
    await copy.dieAt(1800, { chunking: NATIVE });

    await expect(goOn({ chunking: NATIVE })).resolves.toBe('uploaded');

    expect(froms).toEqual([undefined]);
    expect(copy.chunks).toEqual(['1800+900', '2700+800']);
    expect(copy.target.received).toBe(copy.blob.size);
    await copy.expectCopied();
  });

  it.each([
    ['of another version', (state: Uint8Array) => state.with(0, ~(state[0] ?? 0))],
    ['of nothing', () => new Uint8Array()],
  ])('does not trust a saved hash %s', async (__, spoil) => {
    await copy.dieAt(1800);
    const saved = await copy.saved();
    await (await copy.take()).save({
      ...saved,
      hashState: spoil(saved.hashState ?? new Uint8Array()),
    });

    await expect(goOn()).resolves.toBe('uploaded');

    expect(froms).toEqual([undefined]);
    await copy.expectCopied();
  });

  it('sends everything again when a saved hash is over something else', async () => {
    await copy.dieAt(1800);
    const saved = await copy.saved();
    const other = new ChunkedBlobCopy(sessions);
    await other.dieAt(900);
    const { hashState } = await other.saved();
    await (await copy.take()).save({ ...saved, ...(hashState && { hashState }) });

    await expect(goOn()).resolves.toBe('uploaded');

    expect(copy.target.received).toBe(copy.blob.size + 3500);
    await copy.expectCopied();
  });

  it.each([
    ['with', {}],
    ['without', NATIVE],
  ])(
    'does not send a chunk again that arrived unknown to the checkpoint, %s a saved hash',
    async (__, chunking) => {
      await copy.dieAcknowledging(1800, { chunking });

      await expect(goOn({ chunking })).resolves.toBe('uploaded');

      expect(copy.target.received).toBe(copy.blob.size);
      await copy.expectCopied();
    },
  );

  it('sends that chunk in the length in which it was sent', async () => {
    await copy.dieAcknowledging(1800);

    await expect(goOn({ chunking: { chunkBytes: 400 } })).resolves.toBe('uploaded');

    const known = sessions === 'sender' ? ['1800+900'] : [];
    expect(copy.chunks).toEqual([...known, '2700+400', '3100+400']);
    await copy.expectCopied();
  });

  it('tells bytes that are there already as arrived, and sends none of them', async () => {
    await copy.dieAt(1800);

    await goOn();

    expect(copy.told[0]).toBe(1800);
    expect(copy.arrived).toBe(copy.blob.size);
  });

  it('commits what was whole already without opening the source', async () => {
    await copy.dieCommitting();

    await expect(goOn()).resolves.toBe('uploaded');

    expect(copy.chunks).toEqual([]);
    expect(froms).toEqual([]);
    await copy.expectCopied();
  });

  it('proves the digest again of what was whole already', async () => {
    await copy.dieCommitting({ chunking: NATIVE });
    copy.source.corrupt(copy.blob, Buffer.from(BYTES).reverse());

    await expect(goOn({ chunking: NATIVE })).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });

    expect(copy.script.names('commitChunks')).toEqual([]);
    expect(await copy.isSaved()).toBe(false);
    copy.expectNothingOpen();
  });

  it('starts over, and says so, when the target has forgotten the session', async () => {
    await copy.dieAt(1800);
    copy.target.loseUploads();

    await expect(goOn({ retry: { ...copy.retry, retries: 0 } })).resolves.toBe('uploaded');

    expect(copy.warnings).toEqual([
      `the registry does not continue the upload of ${copy.blob.digest} ` +
        '(it does not know the session any more): 1800 bytes are sent again',
    ]);
    expect(copy.clock.slept).toEqual([]);
    await copy.expectCopied();
  });

  it('mounts what came to the registry meanwhile, and removes what was left', async () => {
    await copy.dieAt(1800);
    copy.sibling.add(BYTES);

    await expect(goOn({ turns: mountTurns('sibling') })).resolves.toBe('mounted');

    expect(await copy.isSaved()).toBe(false);
    expect(copy.arrived).toBe(0);
    copy.expectNothingOpen();
  });

  it('goes on where a mount is refused', async () => {
    await copy.dieAt(1800);

    await expect(goOn({ turns: mountTurns('sibling') })).resolves.toBe('uploaded');

    expect(copy.target.received).toBe(copy.blob.size);
    await copy.expectCopied();
  });

  it('goes on after a failure of its own from what it sent itself', async () => {
    await copy.dieAt(900, { chunking: NATIVE });
    copy.script.on(
      'writeChunk',
      (name) => {
        if (name.startsWith('1800+')) throw passingFailure();
      },
      2,
    );

    await expect(goOn({ chunking: NATIVE })).resolves.toBe('uploaded');

    expect(froms).toEqual([undefined, 1800]);
    await copy.expectCopied();
  });

  it('reads no prefix any more when it has to yield', async () => {
    await copy.dieAt(1800, { chunking: NATIVE });
    const yielding = new AbortController();
    const reason = new Error('time is up');
    copy.script.on('openBlob', () => yielding.abort(reason));

    const copying = copy.run({ chunking: NATIVE, yielding: yielding.signal });

    await expect(copying).rejects.toBe(reason);
    expect(copy.script.names('read')).toEqual([]);
    expect(await copy.isSaved()).toBe(true);
    copy.expectNothingOpen(1);
  });
});
