import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseManifest } from '../../../lib/oci/manifest.ts';
import type { Built } from '../../support/built.ts';
import { bytesOf } from '../../support/chunks.ts';
import { describeWith } from '../../support/describe-with.ts';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';
import { useRegistryFixture } from '../../support/registry-fixture.ts';
import { skopeoCopy } from '../../support/skopeo.ts';
import { store } from '../../support/store.ts';
import { linesOf, namesIn, openLayout, put, useFolder } from './layouts.ts';

describeWith(['skopeo'], 'skopeo', () => {
  const folder = useFolder();
  const fixture = useRegistryFixture();
  const both = index([image(), image({ platform: 'linux/arm64' })], { attestations: true });
  const single = image({ seed: 2 });

  /** Has skopeo write `built` into the layout `app`, as it comes from a registry. */
  const write = async (built: Built, tag: string) => {
    const registry = await fixture().start();
    await store(built, registry.storage, { repository: 'app', tag: '1' });
    await skopeoCopy(`docker://${registry.host}/app:1`, `oci:${join(folder(), 'app')}:${tag}`);
    return openLayout(join(folder(), 'app'));
  };

  it.each([
    ['an image', single],
    ['an index', both],
  ])('reads %s that was put into a layout', async (_, built) => {
    await put(built, openLayout(join(folder(), 'app')), '1');

    await skopeoCopy(`oci:${join(folder(), 'app')}:1`, `dir:${join(folder(), 'read')}`);

    const read = await readFile(join(folder(), 'read/manifest.json'));
    expect(read).toEqual(Buffer.from(built.root.bytes));
  });

  it.each([
    ['an image', single],
    ['an index', both],
  ])('writes a layout of which %s is read byte for byte', async (_, built) => {
    const layout = await write(built, '1');

    expect(await layout.resolve('1')).toEqual(built.root.descriptor);
    for (const { descriptor, bytes } of built.manifests) {
      expect(await layout.fetchManifest(descriptor.digest)).toEqual(parseManifest(bytes));
    }
    for (const { descriptor, bytes } of built.blobs) {
      expect(await bytesOf(await layout.openBlob(descriptor))).toEqual(Buffer.from(bytes));
    }
  });

  it('and this engine add to a layout of each other', async () => {
    const layout = await write(both, 'theirs');
    await put(single, layout, 'ours');
    await write(single, 'theirs-too');

    expect((await namesIn(layout)).toSorted()).toEqual(['ours', 'theirs', 'theirs-too']);
    expect(await layout.resolve('theirs')).toEqual(both.root.descriptor);
    expect(await layout.resolve('ours')).toEqual(single.root.descriptor);
    expect(await linesOf(join(folder(), 'app'))).toHaveLength(3);
  });
});
