import { startEmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import type { UploadMode } from '../../../lib/local/embedded-registry/upload-manner.ts';
import { push } from '../../support/push.ts';
import { imagesOnBases } from './images-on-bases.ts';
import type { ManyImages } from './many-images.ts';

/** Makes `count` images on few bases, each in a repository of its own, for a target that takes blobs in one way or the other. */
export async function startSharedImages(count: number, uploads: UploadMode): Promise<ManyImages> {
  const source = await startEmbeddedRegistry();
  const target = await startEmbeddedRegistry({ uploads });
  const apps = imagesOnBases(count).map(
    (built, position) => [`many/app${position}`, built] as const,
  );
  for (const [repository, built] of apps) {
    await push(built, source.url, { repository, tag: '1' });
  }
  source.clearRequests();
  return {
    source,
    target,
    uploads: uploads === 'ecr' ? 'ecr' : 'standard',
    // Where the table does not answer in time, nobody hears who has a blob, and it is sent again.
    clockRate: 1,
    definition: {
      images: apps.map(([repository]) => ({
        source: `${source.host}/${repository}:1`,
        target: `${target.host}/${repository}:1`,
        referrers: false,
      })),
    },
    close: async () => {
      await source.close();
      await target.close();
    },
  };
}
