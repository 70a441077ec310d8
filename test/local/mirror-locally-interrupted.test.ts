import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InterruptedError } from '../../lib/mirror/errors.ts';
import type { SyncListener } from '../../lib/mirror/events.ts';
import type { RunReport } from '../../lib/mirror/run.ts';
import { image } from '../support/image-builder.ts';
import { type LocalMirror, startLocalMirror } from '../support/local-mirror.ts';

const NAMES = Array.from({ length: 12 }, (_, number) => `app-${number}`);
const BUILT = NAMES.map((_, seed) => image({ seed, layers: 4, layerBytes: 200_000 }));

describe('mirrorLocally, when it is interrupted,', () => {
  let mirror: LocalMirror;

  beforeEach(async () => {
    mirror = await startLocalMirror();
    for (const [position, name] of NAMES.entries()) {
      await mirror.publish(BUILT[position] ?? image(), name);
    }
  });

  afterEach(() => mirror.end());

  /** Interrupts the run when so many events have happened. */
  async function runUntil(count: number): Promise<RunReport> {
    const controller = new AbortController();
    let events = 0;
    const listener: SyncListener = () => {
      events += 1;
      if (events === count) controller.abort(new InterruptedError());
    };
    return await mirror.run(mirror.define(NAMES), { listener, signal: controller.signal });
  }

  it.each([1, 5, 12, 23, 42, 60, 99, 150])(
    'leaves neither connection nor session nor half an image, after %i events',
    async (count) => {
      const { run, images } = await runUntil(count);

      expect(images).toHaveLength(NAMES.length);
      const interrupted = images.filter(({ error }) => error?.code === 'INTERRUPTED');
      expect(interrupted.length).toBeGreaterThan(0);
      expect(run.counts.copied + interrupted.length).toBe(NAMES.length);
      expect(run.state).toBe('completed');
      await expectWholeImages(images);
    },
  );

  it('begins no image after that', async () => {
    const { images } = await runUntil(1);

    expect(images.map(({ status, attempts }) => [status, attempts])).toEqual(
      NAMES.map((_, number) => ['failed', number === 0 ? 1 : 0]),
    );
    expect(mirror.source.requests.length + mirror.target.requests.length).toBe(0);
  });

  /** A tag may have been set although nobody waited for the answer, but nothing without its content. */
  async function expectWholeImages(images: RunReport['images']): Promise<void> {
    for (const [position, name] of NAMES.entries()) {
      const { storage } = mirror.target;
      const isTagged = (await storage.listManifests(name))?.some(({ tag }) => tag === '1');
      if (images[position]?.status === 'copied') expect(isTagged).toBe(true);
      for (const { descriptor } of isTagged ? (BUILT[position]?.blobs ?? []) : []) {
        expect(await storage.sizeOf(name, descriptor.digest)).toBe(descriptor.size);
      }
    }
  }
});
