import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { CHUNK_BYTES, ECR_HOST } from '../support/cloud-stack.ts';
import { largeImage } from '../support/large-image.ts';
import { jsonLines } from '../support/observations.ts';
import type { Stage } from '../support/stage.ts';
import { blobSizes, bytesUploaded } from '../support/uploaded.ts';

/** A layer that takes longer than a function may. */
export function handOverStories(stage: () => Stage): void {
  afterEach(() => stage().cloud.parts.clock.hurry());

  it('hands a large layer on from invocation to invocation of 20 seconds', async () => {
    const { cloud } = stage();
    const { registries, clock } = cloud.parts;
    const built = largeImage(8 * CHUNK_BYTES, { fill: 'handed on' });
    await stage().publish('app', built);
    await clock.slowDown(5);
    cloud.function('sync').timeoutMs = 20_000;
    registries.play(ECR_HOST, {
      method: 'PATCH',
      do: { kind: 'meanwhile', happens: () => setTimeout(1_050) },
    });

    await stage().define([stage().entry('app')]);
    await cloud.settle();

    expect(await stage().statuses('app')).toEqual({ app: 'copied' });
    const hops = jsonLines(cloud.function('sync').lines).filter(({ next }) => next === 'follow');
    expect(hops.length).toBeGreaterThan(1);
    const { requests } = registries.at(ECR_HOST);
    const size = [...blobSizes([built]).values()].reduce((sum, bytes) => sum + bytes, 0);
    // A chunk that is under way when the time is over breaks off.
    expect(bytesUploaded(requests) - size).toBeLessThanOrEqual(hops.length * CHUNK_BYTES);
    expect(await stage().latestRun()).toMatchObject({ counts: { copied: 1, failed: 0 } });
  });
}
