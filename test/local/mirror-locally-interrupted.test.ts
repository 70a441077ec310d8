import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncListener } from '../../lib/mirror/events.ts';
import { InterruptedError } from '../../lib/mirror/interrupted-error.ts';
import type { RunReport } from '../../lib/mirror/run.ts';
import { selectedImages } from '../support/definition-builder.ts';
import { image } from '../support/image-builder.ts';
import { type LocalMirror, startLocalMirror } from '../support/local-mirror.ts';
import { untilAsked } from '../support/until-asked.ts';

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

  it.each([
    ['once all is planned', 1, 0],
    ['with the first image begun', 2, 1],
  ])('begins no image after that, %s', async (_, count, attempts) => {
    const { images } = await runUntil(count);

    expect(images.map((image) => [image.status, image.attempts])).toEqual(
      NAMES.map((__, number) => ['failed', number === 0 ? attempts : 0]),
    );
    expect(mirror.source.requests.length + mirror.target.requests.length).toBe(0);
  });

  it('ends the listing of tags, and has an outcome for every entry', async () => {
    mirror.source.play({ path: /\/tags\/list/, do: { kind: 'stall' } });
    const { host } = mirror.source;
    const named = mirror.define(NAMES);
    const selection = selectedImages(`${host}/app-1`, `${mirror.target.host}/all`);
    const controller = new AbortController();

    const running = mirror.run(
      { ...named, images: [selection, ...named.images] },
      { signal: controller.signal },
    );
    await untilAsked(mirror.source, 'GET', '/tags/list');
    controller.abort(new InterruptedError());
    const { run, images } = await running;

    expect(images.map(({ source, error }) => [source, error?.code])).toEqual([
      [`${host}/app-1`, 'INTERRUPTED'],
      ...NAMES.map((name) => [`${host}/${name}:1`, 'INTERRUPTED']),
    ]);
    expect(run).toMatchObject({ state: 'completed', counts: { failed: NAMES.length + 1 } });
    expect(mirror.target.requests).toEqual([]);
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
