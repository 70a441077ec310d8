import type { WalkedImage } from '../copy/walk-image.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { type Decision, decide } from './decide.ts';
import type { Findings } from './findings.ts';
import type { Image } from './image.ts';
import type { SyncRequest } from './sync-request.ts';

/** An image whose source is pinned, with what its target tag named when it was looked at. */
export interface ComparedImage extends Image {
  readonly wanted: Descriptor;
  readonly found: Digest | undefined;
}

/** What a decision comes to when it moves nothing; `undefined` when the image has to be copied. */
export function settle(
  { wanted: { digest: wanted }, found, tag }: ComparedImage,
  { onConflict, force }: SyncRequest,
): Partial<Findings> | undefined {
  const decision: Decision = decide({ wanted, found, onConflict, force });
  const difference = `the target tag ${tag} names other content than the source`;
  switch (decision) {
    case 'copy':
    case 'repair':
      return undefined;
    case 'unchanged':
      return { status: 'unchanged' };
    case 'conflict':
      return { status: 'conflict', reason: difference };
    case 'skip':
      return { status: 'skipped', reason: `${difference}, and onConflict is keep` };
  }
}

/** What is found once everything that `walked` tells of is, or would be, in the target. */
export function broughtBy(
  { found, wanted: { digest } }: ComparedImage,
  { bytes, pushedManifests, foreignLayers }: Omit<WalkedImage, 'root' | 'platforms'>,
): Partial<Findings> {
  const wasInPlace = found === digest && bytes.uploaded + bytes.mounted + pushedManifests === 0;
  return {
    status: wasInPlace ? 'unchanged' : 'copied',
    targetDigest: digest,
    previousDigest: found === undefined || found === digest ? null : found,
    ...(foreignLayers > 0 && { warnings: [foreignLayersWarning(foreignLayers)] }),
  };
}

function foreignLayersWarning(count: number): string {
  return count === 1
    ? '1 foreign layer is not copied: it stays where its urls say'
    : `${count} foreign layers are not copied: they stay where their urls say`;
}
