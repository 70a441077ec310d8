import pMap from 'p-map';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import type {
  Checkpoint,
  Checkpoints,
  HeldCheckpoint,
  UploadName,
} from '../../lib/content/checkpoints.ts';
import { CheckpointLostError } from '../../lib/content/errors.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { Secret } from '../../lib/secret.ts';
import { ManualClock } from './manual-clock.ts';

const UPLOAD: UploadName = {
  repository: 'mirror.example/team/app',
  blob: digestOf(Buffer.from('layer')),
};
const LOCATION = 'https://mirror.example/v2/team/app/blobs/uploads/1?_state=secret';
const CHUNK_BYTES = 32 * 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Checkpoints under test, with nothing saved. */
export interface CheckpointsUnderTest {
  readonly checkpoints: Checkpoints;
  close?(): void | Promise<void>;
}

/** How an upload stands after so many bytes. */
export function checkpointAt(offset: number, hashState?: Uint8Array): Checkpoint {
  return {
    session: { location: new Secret(LOCATION), offset, offsetBy: 'sender' },
    chunkBytes: CHUNK_BYTES,
    ...(hashState && { hashState }),
  };
}

/** What {@link Checkpoints} guarantee, by the clock that they are opened with. */
export function checkpointContract(
  name: string,
  open: (clock: Clock) => CheckpointsUnderTest | Promise<CheckpointsUnderTest>,
): void {
  describe(name, () => {
    let clock: ManualClock;
    let opened: CheckpointsUnderTest;
    let checkpoints: Checkpoints;

    beforeEach(async () => {
      clock = new ManualClock();
      opened = await open(clock);
      checkpoints = opened.checkpoints;
    });

    afterEach(() => opened.close?.());

    const take = (owner: string, upload = UPLOAD) => checkpoints.take(upload, owner);
    const savedOffset = async () => (await take('reader')).saved?.session.offset;

    it('finds nothing of an upload that nobody began', async () => {
      expect((await take('one')).saved).toBeUndefined();
    });

    it('tells the next worker all of what was saved', async () => {
      const held = await take('one');
      await held.save(checkpointAt(7, Uint8Array.of(0, 128, 255)));

      const { saved } = await take('other');

      expect(saved?.session.location.reveal()).toBe(LOCATION);
      expect(saved).toMatchObject({
        session: { offset: 7, offsetBy: 'sender' },
        chunkBytes: CHUNK_BYTES,
      });
      expect([...(saved?.hashState ?? [])]).toEqual([0, 128, 255]);
    });

    it('tells what was saved last, without a hash state where that had none', async () => {
      const held = await take('one');
      await held.save(checkpointAt(7, Uint8Array.of(1)));
      await held.save(checkpointAt(8));

      const { saved } = await take('other');

      expect(saved).toMatchObject({ session: { offset: 8 } });
      expect(saved).not.toHaveProperty('hashState');
    });

    it.each<[string, UploadName]>([
      ['another repository', { ...UPLOAD, repository: `${UPLOAD.repository}/other` }],
      ['another blob', { ...UPLOAD, blob: digestOf(Buffer.from('other')) }],
    ])('keeps the upload into, or of, %s apart', async (_, other) => {
      const held = await take('one');

      await (await take('one', other)).save(checkpointAt(8));
      await held.save(checkpointAt(7));

      expect((await take('other', other)).saved?.session.offset).toBe(8);
      expect(await savedOffset()).toBe(7);
    });

    it.each(['other', 'one'])('saves nothing for whom %s has taken it from', async (owner) => {
      const former = await take('one');
      const held = await take(owner);
      await held.save(checkpointAt(9));

      await expect(former.save(checkpointAt(7))).rejects.toThrow(CheckpointLostError);

      expect(await savedOffset()).toBe(9);
    });

    it('lets the last of many that took it save', async () => {
      const workers = Array.from({ length: 10 }, (_, worker) => `worker ${worker}`);
      const held = await pMap(workers, (worker) => take(worker), { concurrency: 10 });

      const save = async (each: HeldCheckpoint, offset: number) => {
        await each.save(checkpointAt(offset));
        return offset;
      };
      const saves = await pMap(held, (each, offset) => save(each, offset).catch(() => undefined), {
        concurrency: 10,
      });

      expect(saves.filter((offset) => offset !== undefined)).toEqual([await savedOffset()]);
    });

    it('forgets an upload that is removed, and saves the next one', async () => {
      const held = await take('one');
      await held.save(checkpointAt(7));

      await held.remove();
      expect(await savedOffset()).toBeUndefined();

      const next = await take('one');
      await next.remove();
      await next.save(checkpointAt(1));
      expect(await savedOffset()).toBe(1);
    });

    it('removes nothing for whom another has taken it from', async () => {
      const former = await take('one');
      await former.save(checkpointAt(7));
      await take('other');

      await former.remove();

      expect(await savedOffset()).toBe(7);
    });

    it('saves nothing for whom another has taken it from and removed it since', async () => {
      const former = await take('one');
      await (await take('other')).remove();

      await expect(former.save(checkpointAt(7))).rejects.toThrow(CheckpointLostError);

      expect(await savedOffset()).toBeUndefined();
    });

    it('forgets what was saved a week ago, whoever took it meanwhile', async () => {
      const held = await take('one');
      await held.save(checkpointAt(7));
      await held.save(checkpointAt(8));

      clock.advance(7 * DAY_MS - 1000);
      expect(await savedOffset()).toBe(8);
      clock.advance(1000);

      expect(await savedOffset()).toBeUndefined();
    });
  });
}
