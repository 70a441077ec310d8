import { SyncerError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import type { Tag } from '../oci/reference.ts';

/** More refers to an image than anybody publishes, or referrers refer to each other without an end in sight. */
export class TooManyReferrersError extends SyncerError {
  override readonly name = 'TooManyReferrersError';
  readonly kind = 'content';
  readonly code = 'TOO_MANY_REFERRERS';
  readonly hint =
    'copy the image without referrers, or choose some of them by their artifact types';
  readonly retryable = false;
}

/** The tag that lists the referrers of a manifest names something else than a list. */
export class ReferrersTagTakenError extends SyncerError {
  override readonly name = 'ReferrersTagTakenError';
  readonly kind = 'policy';
  readonly code = 'REFERRERS_TAG_TAKEN';
  readonly hint =
    'clients look for the referrers of an image under this tag: remove it, or copy the image without referrers';
  readonly retryable = false;

  constructor(tag: Tag, found: Digest, mediaType: string) {
    super(`the tag ${tag} names ${found}, which is no index but ${mediaType}`);
  }
}
