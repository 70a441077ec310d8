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
