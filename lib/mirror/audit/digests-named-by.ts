import type { CallOptions, ManifestSource } from '../../content/ports.ts';
import { concurrently } from '../../copy/concurrently.ts';
import { at } from '../../copy/errors.ts';
import type { Digest } from '../../oci/digest.ts';
import { isIndexType } from '../../oci/media-types.ts';
import type { Tag } from '../../oci/reference.ts';
import { lookAt } from './look-at.ts';

const TAGS_AT_A_TIME = 4;

/** What tags of signatures name, and what lists of referrers do: it may be signed in its turn. */
export async function digestsNamedBy(
  tags: readonly Tag[],
  { repository, ...options }: CallOptions & { readonly repository: ManifestSource },
): Promise<ReadonlySet<Digest>> {
  const named = new Set<Digest>();
  await concurrently(
    tags,
    async (tag, call) => {
      const found = await lookAt('target', repository, tag, call);
      if (!found) return;
      named.add(found.digest);
      if (!isIndexType(found.mediaType)) return;
      const fetch = (within: CallOptions) => repository.fetchManifest(found.digest, within);
      const doing = `reading the list of referrers ${tag}`;
      const { manifests } = await at('target', doing, fetch, call);
      for (const { digest } of manifests) named.add(digest);
    },
    { ...options, limit: TAGS_AT_A_TIME },
  );
  return named;
}
