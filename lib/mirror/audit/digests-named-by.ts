import type { CallOptions, ManifestResolver } from '../../content/ports.ts';
import { concurrently } from '../../copy/concurrently.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Tag } from '../../oci/reference.ts';
import { lookAt } from './look-at.ts';

const TAGS_AT_A_TIME = 4;

/** What `tags` name at a target: signatures, which may be signed in their turn. */
export async function digestsNamedBy(
  tags: readonly Tag[],
  { repository, ...options }: CallOptions & { readonly repository: ManifestResolver },
): Promise<ReadonlySet<Digest>> {
  const named = new Set<Digest>();
  await concurrently(
    tags,
    async (tag, call) => {
      const found = await lookAt('target', repository, tag, call);
      if (found) named.add(found.digest);
    },
    { ...options, limit: TAGS_AT_A_TIME },
  );
  return named;
}
