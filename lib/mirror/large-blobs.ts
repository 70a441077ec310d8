import type { Checkpoints, HeldCheckpoint } from '../content/checkpoints.ts';
import type { Chunking } from '../copy/chunking.ts';
import { formatReference, type RepositoryName } from '../oci/reference.ts';

/** How blobs go up that are too large to be sent again from their start. */
export interface LargeBlobs extends Omit<Chunking, 'checkpoints'> {
  readonly checkpoints: Checkpoints;
}

/** The same uploads, each of whose steps that another worker could go on from is told to `onSaved`. */
export function tellingSaves(largeBlobs: LargeBlobs, onSaved: () => void): LargeBlobs {
  const { checkpoints } = largeBlobs;
  return {
    ...largeBlobs,
    checkpoints: {
      take: async (upload, owner) => told(await checkpoints.take(upload, owner), onSaved),
    },
  };
}

function told(held: HeldCheckpoint, onSaved: () => void): HeldCheckpoint {
  return {
    saved: held.saved,
    save: async (checkpoint) => {
      await held.save(checkpoint);
      onSaved();
    },
    remove: () => held.remove(),
  };
}

/** How blobs go up into one repository, on behalf of `owner`. */
export function chunkingInto(
  name: RepositoryName,
  owner: string,
  largeBlobs: LargeBlobs | undefined,
): Chunking | undefined {
  if (!largeBlobs) return undefined;
  const { checkpoints, ...chunking } = largeBlobs;
  const repository = formatReference({ registry: name.registry, repository: name.repository });
  return {
    ...chunking,
    checkpoints: { take: (blob) => checkpoints.take({ repository, blob }, owner) },
  };
}
