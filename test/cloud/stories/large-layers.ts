import { expect, it } from 'vitest';
import { CHUNK_BYTES, ECR_HOST } from '../support/cloud-stack.ts';
import { largeImage } from '../support/large-image.ts';
import type { Stage } from '../support/stage.ts';
import { blobSizes, bytesUploaded } from '../support/uploaded.ts';

const MIB = 1024 * 1024;

/** Chunks that arrive before the worker dies within the next. */
const WHOLE_CHUNKS = 2;

/** Layers that outlive the worker that began them. */
export function largeLayerStories(stage: () => Stage): void {
  it.each([
    ['reads what came before again', 24 * MIB, undefined],
    ['reads on from there with its hash', 40 * MIB, `bytes=${WHOLE_CHUNKS * CHUNK_BYTES}-`],
  ])('another worker goes on when one dies within a chunk, and %s', async (_, bytes, range) => {
    const { cloud } = stage();
    const { registries } = cloud.parts;
    const built = largeImage(bytes, { fill: `outlives ${bytes}` });
    await stage().publish('app', built);
    const death = Promise.withResolvers<void>();
    const die = () => cloud.function('sync').killBusy().then(death.resolve);
    registries.play(ECR_HOST, {
      ...{ method: 'PATCH', after: WHOLE_CHUNKS, times: 1 },
      do: { kind: 'meanwhile', happens: die },
    });
    await stage().define([stage().entry('app')]);
    const hasDied = death.promise.then(() => registries.at('quay.io').clearRequests());

    await cloud.settle();
    await hasDied;

    expect(await stage().statuses('app')).toEqual({ app: 'copied' });
    const { requests } = registries.at(ECR_HOST);
    const [layer = 0, ...others] = [...blobSizes([built]).values()].toSorted((a, b) => b - a);
    const again = bytesUploaded(requests) - others.reduce((sum, size) => sum + size, layer);
    expect(again).toBeLessThanOrEqual(CHUNK_BYTES);
    const chunks = requests.filter(({ method }) => method === 'PATCH');
    expect(new Set(chunks.map(({ path }) => path))).toHaveLength(1);
    const [read] = registries
      .at('quay.io')
      .requests.filter(({ method, path }) => method === 'GET' && path.includes('/blobs/'));
    expect(read?.headers.range).toEqual(
      range === undefined ? undefined : expect.stringContaining(range),
    );
  });
}
