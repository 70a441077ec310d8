import type { CallOptions, ManifestSource } from '../../content/ports.ts';
import { concurrently } from '../../copy/concurrently.ts';
import { CopyError } from '../../copy/errors.ts';
import { listManifests } from '../../copy/list-manifests.ts';
import { SyncerError } from '../../errors.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';

const ROOTS_AT_A_TIME = 4;

/** Every manifest below `roots`, which stand in a target. */
export async function digestsBelow(
  roots: readonly Descriptor[],
  { repository, ...options }: CallOptions & { readonly repository: ManifestSource },
): Promise<ReadonlySet<Digest>> {
  const below = new Set<Digest>();
  await concurrently(
    roots,
    async (root, call) => {
      const { manifests } = await listManifests(repository, root, call).catch(failedAtTarget);
      for (const manifest of manifests) below.add(manifest);
    },
    { ...options, limit: ROOTS_AT_A_TIME },
  );
  return below;
}

/** Whoever lists manifests takes where they stand for a source. */
function failedAtTarget(error: unknown): never {
  if (!(error instanceof CopyError && error.cause instanceof SyncerError)) throw error;
  throw new CopyError('target', error.operation, error.cause);
}
