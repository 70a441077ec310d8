import pMap from 'p-map';
import { describe, expect, it } from 'vitest';
import { OciLayoutRepository } from '../../../lib/local/oci-layout/oci-layout-repository.ts';
import { systemClock } from '../../../lib/mirror/system-clock.ts';
import { image } from '../../support/image-builder.ts';
import { namesIn, openLayout, put, useFolder } from './layouts.ts';

const TAGS = Array.from({ length: 8 }, (_, number) => `tag-${number}`);

describe('writers of one layout', () => {
  const folder = useFolder();

  it.each([
    ['of one object', (layout: OciLayoutRepository) => layout],
    ['that know nothing of each other', () => new OciLayoutRepository(folder(), systemClock)],
  ])('lose nothing: %s', async (_, open) => {
    const first = new OciLayoutRepository(folder(), systemClock);

    const write = (tag: string, seed: number) =>
      put(image({ seed, layers: 1, layerBytes: 10 }), open(first), tag);
    await pMap(TAGS, write, { concurrency: TAGS.length });

    expect((await namesIn(openLayout(folder()))).toSorted()).toEqual(TAGS);
  });
});
