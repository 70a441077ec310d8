import { beforeEach, describe, expect, it } from 'vitest';
import type { BlobTurn, ManifestTurns, UploadTurn } from '../../lib/copy/blob-turns.ts';
import type { BlobTurnsOptions } from '../../lib/mirror/blob-sharing.ts';
import { SharedBlobs } from '../../lib/mirror/shared-blobs.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { ManualClock } from '../support/manual-clock.ts';

const BLOB = {
  mediaType: 'application/octet-stream',
  digest: digestOf(Buffer.from('blob')),
  size: 4,
};
const PATIENCE_MS = 60_000;

describe('SharedBlobs', () => {
  let clock: ManualClock;
  let shared: SharedBlobs;

  beforeEach(() => {
    clock = new ManualClock();
    shared = new SharedBlobs({ clock, patienceMs: PATIENCE_MS });
  });

  function open(repository: string, given: Partial<BlobTurnsOptions> = {}): ManifestTurns {
    const name = { registry: 'mirror.example', repository };
    return shared.for(name, { owner: repository, ...given }).open();
  }

  it('has a blob uploaded by whoever comes first', async () => {
    expect(await take(open('one'))).toMatchObject({ how: 'upload' });
  });

  it('has the others wait for that, and mount it', async () => {
    const first = await takeUpload(open('one'));
    const second = take(open('two'));

    await first.end(true);

    expect(await second).toMatchObject({ how: 'mount', from: 'one' });
  });

  it('finds it present in the repository that it was brought to meanwhile', async () => {
    const first = await takeUpload(open('one'));
    const second = take(open('one'));

    await first.end(true);

    expect(await second).toEqual({ how: 'present' });
  });

  it('has the next one upload where the first could not', async () => {
    const first = await takeUpload(open('one'));
    const second = take(open('two'));

    await first.end(false);

    expect(await second).toMatchObject({ how: 'upload' });
  });

  it('mounts what a repository was seen to have', async () => {
    open('one').remember(BLOB.digest);

    expect(await take(open('two'))).toMatchObject({ how: 'mount', from: 'one' });
  });

  it('does not believe what the repository itself was seen to have, which was just looked at', async () => {
    open('one').remember(BLOB.digest);

    expect(await take(open('one'))).toMatchObject({ how: 'upload' });
  });

  it('knows nothing of other registries', async () => {
    shared
      .for({ registry: 'other.example', repository: 'one' }, { owner: 'one' })
      .open()
      .remember(BLOB.digest);

    expect(await take(open('two'))).toMatchObject({ how: 'upload' });
  });

  it('forgets who did not give a blob, and has it uploaded by the session that was opened instead', async () => {
    open('one').remember(BLOB.digest);
    const turn = await take(open('two'));
    if (turn.how !== 'mount') throw new Error('the blob is not mounted');

    expect(await turn.refused()).toMatchObject({ how: 'upload' });

    expect(await mountedFrom()).toBe('nobody');
  });

  /** Whom a third repository would mount from. */
  async function mountedFrom(): Promise<string> {
    const turn = take(open('three'), AbortSignal.abort(new Error('nobody')));
    return await turn.then(
      ({ how }) => how,
      (error: Error) => error.message,
    );
  }

  it('gives no turn for a refused mount while another brings the blob', async () => {
    open('one').remember(BLOB.digest);
    const [second, third] = [await take(open('two')), await take(open('three'))];
    if (second.how !== 'mount' || third.how !== 'mount') throw new Error('no mounts');

    await second.refused();

    expect(await third.refused()).toBeUndefined();
  });

  it('has everybody upload where a registry mounts nothing', async () => {
    await take(open('one', { mountable: 'never' }));

    expect(await take(open('two', { mountable: 'never' }))).toMatchObject({ how: 'upload' });
  });

  it.each([
    ['anything where it is not new', {}, BLOB, true],
    ['nothing small where it is new', { isNew: true }, BLOB, false],
    ['what is large even there', { isNew: true }, { ...BLOB, size: 4 * 1024 ** 2 }, true],
  ])('expects a repository to have %s', (_, given, blob, expected) => {
    expect(open('one', given).mayHave(blob)).toBe(expected);
  });

  it('expects a new repository to have what was brought there since', async () => {
    await (await takeUpload(open('one', { isNew: true }))).end(true);

    expect(open('one', { isNew: true }).mayHave(BLOB)).toBe(true);
    expect(open('two', { isNew: true }).mayHave(BLOB)).toBe(false);
  });

  it('asks whether a repository is new until it is not', async () => {
    const name = { registry: 'mirror.example', repository: 'one' };
    const answers = [true, false, true];
    const ask = async () => answers.shift() === true;

    const told = [await shared.isNew(name, ask), await shared.isNew(name, ask)];
    told.push(await shared.isNew(name, ask));

    expect(told).toEqual([true, false, false]);
    expect(answers).toEqual([true]);
  });

  describe('where a manifest has to name what is mounted', () => {
    const referenced = { mountable: 'referenced' } as const;

    it('keeps the turns of a manifest until it is published', async () => {
      const manifest = open('one', referenced);
      const turn = await takeUpload(manifest);
      const second = take(open('two', referenced));

      await turn.end(true);
      expect(await settled(second)).toBe(false);
      await manifest.published();

      expect(await second).toMatchObject({ how: 'mount', from: 'one' });
    });

    it('has the next one upload where the manifest was not published', async () => {
      const manifest = open('one', referenced);
      const turn = await takeUpload(manifest);
      const second = take(open('two', referenced));

      await turn.end(true);
      await manifest.close();

      expect(await second).toMatchObject({ how: 'upload' });
    });

    it('has nobody mount what its repository has before the manifest is published', async () => {
      const manifest = open('one', referenced);

      manifest.remember(BLOB.digest);
      const early = await takeUpload(open('two', referenced));
      await early.end(false);
      await manifest.published();

      expect(await take(open('two', referenced))).toMatchObject({ how: 'mount', from: 'one' });
    });

    it('finds a blob present in its own repository at once', async () => {
      const turn = await takeUpload(open('one', referenced));
      const second = take(open('one', referenced));

      await turn.end(true);

      expect(await second).toEqual({ how: 'present' });
    });
  });

  it('has a blob uploaded twice rather than wait for ever', async () => {
    await take(open('one'));
    const second = take(open('two'));

    await settled(second);
    clock.advance(PATIENCE_MS);

    expect(await second).toMatchObject({ how: 'upload' });
  });

  it('does without a blob for now where it is told to', async () => {
    shared = new SharedBlobs({ clock, patienceMs: PATIENCE_MS, impatient: 'defer' });
    await take(open('one'));
    const second = take(open('two'));

    await settled(second);
    clock.advance(PATIENCE_MS);

    await expect(second).rejects.toMatchObject({ code: 'BLOB_CLAIMED', retryable: true });
  });

  it('ends a wait with its signal, and leaves no timer', async () => {
    const interruption = new AbortController();
    await take(open('one'));
    const second = take(open('two'), interruption.signal);

    await settled(second);
    interruption.abort(new Error('interrupted'));

    await expect(second).rejects.toThrow('interrupted');
    expect(clock.sleepers).toBe(0);
  });
});

function take(turns: ManifestTurns, signal?: AbortSignal): Promise<BlobTurn> {
  return turns.take(BLOB, { look: async () => false, ...(signal && { signal }) });
}

async function takeUpload(turns: ManifestTurns): Promise<UploadTurn> {
  const turn = await take(turns);
  if (turn.how === 'upload') return turn;
  throw new Error(`the turn is to ${turn.how}`);
}

/** Whether a promise has settled once everything that can go on has. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let hasSettled = false;
  promise.then(
    () => {
      hasSettled = true;
    },
    () => {
      hasSettled = true;
    },
  );
  await new Promise((resolve) => setImmediate(resolve));
  return hasSettled;
}
