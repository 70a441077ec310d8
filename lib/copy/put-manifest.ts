import type {
  CallOptions,
  ManifestTarget,
  PutManifestOptions,
  StoredManifest,
} from '../content/ports.ts';
import { type ErrorCode, SyncerError } from '../errors.ts';
import type { Document } from '../oci/manifest.ts';
import { isSchema1Type } from '../oci/media-types.ts';
import { at, OldManifestError } from './errors.ts';

/** Puts `document` into the target under `tag`, or under its digest alone. */
export function putManifest(
  target: ManifestTarget,
  document: Document,
  { tag, ...options }: PutManifestOptions = {},
): Promise<StoredManifest> {
  const name = tag === undefined ? `the manifest ${document.digest}` : `the tag ${tag}`;
  const put = async (call: CallOptions) => {
    try {
      return await target.putManifest(document, { ...call, ...(tag !== undefined && { tag }) });
    } catch (error) {
      throw isRefusalOfForm(error, document) ? new OldManifestError(error) : error;
    }
  };
  return at('target', `pushing ${name}`, put, options);
}

/** Codes of refusals whose reason may be the form: docker-registry answers 500 to what it does not take. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'CONTENT_REFUSED',
  'REGISTRY_UNAVAILABLE',
  'UNEXPECTED_RESPONSE',
]);

function isRefusalOfForm(error: unknown, { mediaType }: Document): error is SyncerError {
  return isSchema1Type(mediaType) && error instanceof SyncerError && REFUSALS.has(error.code);
}
