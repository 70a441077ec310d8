import type { Descriptor } from '../oci/descriptor.ts';
import { isIndexType } from '../oci/media-types.ts';
import { bringImage } from './bring-image.ts';
import { comparedWith, settle } from './compared-image.ts';
import { foreseeImage } from './foresee-image.ts';
import { openImage } from './image.ts';
import { recheckReferrers } from './recheck-referrers.ts';
import { resolveSides } from './resolve-sides.ts';
import type {
  ImageWork,
  SyncImageDependencies,
  SyncImageOptions,
} from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';
import { wantedImage } from './wanted-image.ts';

/** One image from its source to its target: resolve, decide, and only then copy. */
export async function syncImage(
  request: SyncRequest,
  dependencies: SyncImageDependencies,
  options: SyncImageOptions,
): Promise<void> {
  const work: ImageWork = { ...dependencies, ...options };
  const { note, remember } = options;
  const image = await openImage(request, work.repositories, options);
  const { named, warnings, findTarget } = await resolveSides(image, work);
  note({ sourceDigest: named.digest, warnings: [...warnings, ...doubtsAbout(request, named)] });

  const memory = await work.memories.recall(request.target);
  const wanted = await wantedImage(image, named, request, { ...work, memory });
  note({ wantedDigest: wanted.root.digest });
  if (wanted.filtered) {
    note({ warnings: [...wanted.filtered.leftOut, ...wanted.filtered.lost] });
    remember({ filtered: wanted.filtered });
  }

  const found = await findTarget(wanted.root.digest);
  const compared = await comparedWith(image, wanted, { ...options, found });
  note({ targetDigest: compared.found ?? null });
  const settled = settle(compared, request);
  if (settled) note(settled);
  if (settled?.status === 'unchanged')
    return await recheckReferrers(compared, request, { ...work, memory });
  if (settled) return;
  if (request.dryRun) await foreseeImage(compared, request, work);
  else await bringImage(compared, request, work);
}

/** B's option names one platform and has always copied all of them. */
function doubtsAbout({ amd64Only }: SyncRequest, { mediaType }: Descriptor): readonly string[] {
  if (!amd64Only || !isIndexType(mediaType)) return [];
  return [
    'amd64Only selects nothing from an index: all its platforms are mirrored, platforms: [linux/amd64] would keep one',
  ];
}
