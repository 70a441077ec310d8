import type { CallOptions } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { isIndexType } from '../oci/media-types.ts';
import { bringImage } from './bring-image.ts';
import { settle } from './compared-image.ts';
import type { Findings, Note } from './findings.ts';
import { foreseeImage } from './foresee-image.ts';
import { openImage, resolveSource, resolveTarget } from './image.ts';
import type { SyncImageDependencies } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';

export interface SyncImageOptions extends CallOptions {
  readonly note: Note;
}

/** One image from its source to its target: resolve, decide, and only then copy. */
export async function syncImage(
  request: SyncRequest,
  dependencies: SyncImageDependencies,
  { note, ...options }: SyncImageOptions,
): Promise<void> {
  const image = await openImage(request, dependencies.repositories, options);
  const wanted = await resolveSource(image, options);
  note({
    sourceDigest: wanted.digest,
    wantedDigest: wanted.digest,
    ...warningsOf(request, wanted),
  });
  const found = await resolveTarget(image, options);
  note({ targetDigest: found ?? null });

  const compared = { ...image, wanted, found };
  const settled = settle(compared, request);
  if (settled) note(settled);
  else if (request.dryRun)
    await foreseeImage(compared, request, { ...dependencies, ...options, note });
  else await bringImage(compared, request, { ...dependencies, ...options, note });
}

/** B's option names one platform and has always copied all of them. */
function warningsOf(
  { amd64Only }: SyncRequest,
  { mediaType }: Descriptor,
): Pick<Findings, 'warnings'> | undefined {
  if (!amd64Only || !isIndexType(mediaType)) return undefined;
  return { warnings: ['amd64Only selects nothing from an index: all its platforms are mirrored'] };
}
