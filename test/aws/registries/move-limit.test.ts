import { beforeEach, describe, expect, it } from 'vitest';
import { MoveLimitError, withMoveLimit } from '../../../lib/aws/registries/move-limit.ts';
import { MemoryRepository } from '../../../lib/content/memory-repository.ts';
import { copyImage } from '../../../lib/copy/copy-image.ts';
import { CopyError } from '../../../lib/copy/errors.ts';
import type { Descriptor } from '../../../lib/oci/descriptor.ts';
import { Secret } from '../../../lib/secret.ts';
import type { Built } from '../../support/built.ts';
import { digestOf } from '../../support/contents.ts';
import { passingFailure } from '../../support/failure.ts';
import { fill } from '../../support/fill.ts';
import { image } from '../../support/image-builder.ts';
import { mountTurns } from '../../support/mount-turns.ts';
import { Script } from '../../support/script.ts';
import { ScriptedRepository } from '../../support/scripted-repository.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';

/** More than move at a time, so that some have arrived when the last one is begun. */
const BUILT = image({ layers: 6, layerBytes: 1_000 });
const BYTES = BUILT.blobs.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
const NAME = { registry: 'mirror.example', repository: 'app' };

describe('withMoveLimit', () => {
  let source: MemoryRepository;
  let siblings: Map<string, MemoryRepository>;
  let target: MemoryRepository;
  let script: Script;
  let clock: SkippingClock;

  beforeEach(async () => {
    source = new MemoryRepository();
    siblings = new Map();
    target = new MemoryRepository(siblings);
    script = new Script();
    clock = new SkippingClock();
    await fill(source, BUILT);
  });

  /** Copies the image; every blob may be in the repository `mountFrom`. */
  function copy(maxBytes: number, mountFrom?: string) {
    const opened = { open: () => new ScriptedRepository(target, script) };
    const limited = withMoveLimit(opened, maxBytes).open(NAME, 'pull,push');
    const retry = { retries: 3, clock, random: () => 0 };
    const rootTurns = mountFrom === undefined ? undefined : mountTurns(mountFrom);
    return copyImage(source, limited, digestOf(BUILT), { retry, rootTurns });
  }

  it('copies what is within the limit', async () => {
    await expect(copy(BYTES)).resolves.toMatchObject({ bytes: { uploaded: BYTES } });
  });

  it('fails beyond it, at once, and leaves no session behind', async () => {
    const copying = copy(BYTES - 1);

    await expect(copying).rejects.toThrow(CopyError);
    await expect(copying).rejects.toMatchObject({
      side: 'target',
      code: 'TOO_LARGE_FOR_LANE',
      retryable: false,
      cause: expect.any(MoveLimitError),
    });
    expect(clock.slept).toEqual([]);
    expect(script.names('startUpload')).toHaveLength(
      script.names('commit').length + script.names('cancel').length,
    );
  });

  it('keeps what arrived', async () => {
    await expect(copy(BYTES - 1)).rejects.toThrow();

    const arrived = await present(BUILT);
    expect(arrived.length).toBeGreaterThan(0);
    expect(arrived.length).toBeLessThan(BUILT.blobs.length);
  });

  it('counts a blob once whose upload starts over', async () => {
    script.fail('write', passingFailure(), 1);

    await expect(copy(BYTES)).resolves.toMatchObject({ bytes: { uploaded: BYTES } });

    expect(clock.slept).toHaveLength(1);
  });

  it('counts neither what is there nor what is mounted', async () => {
    const other = new MemoryRepository(siblings);
    await fill(other, BUILT);
    siblings.set('other', other);

    await expect(copy(0, 'other')).resolves.toMatchObject({ bytes: { mounted: BYTES } });
    await expect(copy(0)).resolves.toMatchObject({ bytes: { uploaded: 0 } });
  });

  it('cancels the session of a blob that was not mounted and is too much', async () => {
    await expect(copy(0, 'nowhere')).rejects.toMatchObject({ code: 'TOO_LARGE_FOR_LANE' });

    expect(script.names('cancel').length).toBeGreaterThan(0);
    expect(await present(BUILT)).toEqual([]);
  });

  it('resumes nothing that is too much', async () => {
    const opened = { open: () => new ScriptedRepository(target, script) };
    const limited = withMoveLimit(opened, 1).open(NAME, 'pull,push');
    const [blob] = BUILT.blobs.map(({ descriptor }) => descriptor);
    if (!blob) throw new Error('the image has no blob');
    const session = { location: new Secret('/session'), offset: 1, offsetBy: 'sender' } as const;

    await expect(limited.resumeUpload(blob, session)).rejects.toThrow(MoveLimitError);

    expect(script.steps).toEqual([]);
  });

  async function present({ blobs }: Built): Promise<readonly Descriptor[]> {
    const found: Descriptor[] = [];
    for (const { descriptor } of blobs) {
      if (await target.hasBlob(descriptor)) found.push(descriptor);
    }
    return found;
  }
});
