import type { Descriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';
import type { RepositoryName, Tag } from '../../oci/reference.ts';

/** A target repository, and all for which the definition has a reason there. */
export interface AuditedPlace {
  readonly name: RepositoryName;
  /** Tags of images. */
  readonly tags: ReadonlySet<Tag>;
  /** What images are known to consist of: what a signature may be about. */
  readonly digests: ReadonlySet<Digest>;
  /** Images of which it is not known what is below them. */
  readonly roots: readonly Descriptor[];
  /** Whether what every image consists of is in `digests` or `roots`. */
  readonly isWhole: boolean;
  /** Repositories from which tags are selected into this one, by their full names. */
  readonly selectedFrom: ReadonlySet<string>;
  /** The one of them whose tags are not known, so that nobody knows what belongs here. */
  readonly unknownFrom?: string;
}
