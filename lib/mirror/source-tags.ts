import type { ManifestResolver, TagSource } from '../content/ports.ts';
import { ReferrerTags } from '../copy/referrer-tags.ts';
import { formatReference, type RepositoryName } from '../oci/reference.ts';

/** The tags by which referrers are found, of every source repository of one run: each list is read once. */
export class SourceTags {
  readonly #bySource = new Map<string, ReferrerTags>();

  of({ registry, repository }: RepositoryName, source: TagSource & ManifestResolver): ReferrerTags {
    const name = formatReference({ registry, repository });
    const tags = this.#bySource.get(name) ?? new ReferrerTags(source);
    this.#bySource.set(name, tags);
    return tags;
  }
}
