import type { CallOptions, ManifestSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { readObject } from '../oci/json.ts';
import { type Document, parseManifest } from '../oci/manifest.ts';
import { isIndexType, OCI_INDEX } from '../oci/media-types.ts';
import { at, copyError } from './errors.ts';
import { ReferrersTagTakenError } from './referrer-errors.ts';
import { fallbackTag } from './referrer-tag.ts';

export interface ReadTargetIndexOptions extends CallOptions {
  /** Not read again where it is still what the tag names. */
  readonly known?: Document | undefined;
}

/** The list under the target's fallback tag of `subject`, `undefined` where there is none; anything else is an error. */
export async function readTargetIndex(
  target: ManifestSource,
  subject: Digest,
  { known, ...options }: ReadTargetIndexOptions = {},
): Promise<Document | undefined> {
  const tag = fallbackTag(subject);
  const reading = `reading the list of referrers ${tag}`;
  const resolve = (call: CallOptions) => target.resolve(tag, call);
  const found = await at('target', reading, resolve, options);
  // GitLab takes the tag for the digest that it is made of, and answers with the subject.
  if (!found || found.digest === subject) return undefined;
  if (found.digest === known?.digest) return known;
  const fetch = (call: CallOptions) => target.fetchManifest(found.digest, call);
  const document = await at('target', reading, fetch, options);
  if (isIndexType(document.mediaType)) return document;
  const taken = new ReferrersTagTakenError(tag, document.digest, document.mediaType);
  throw copyError('target', reading, taken);
}

/** `base` itself where it lists all of `entries`, else it with those that it lacks at its end. */
export function indexWith(base: Document | undefined, entries: Iterable<Descriptor>): Document {
  const listed = new Set(base?.manifests.map(({ digest }) => digest));
  const lacking = [...entries].filter(({ digest }) => !listed.has(digest));
  if (base && lacking.length === 0) return base;
  const members = base && readObject(base.bytes);
  const { manifests = null, ...others } = members ?? { schemaVersion: 2, mediaType: OCI_INDEX };
  const kept: readonly unknown[] = Array.isArray(manifests) ? manifests : [];
  const index = { ...others, manifests: [...kept, ...lacking.map(entryOf)] };
  return parseManifest(Buffer.from(JSON.stringify(index)), {
    contentType: base?.mediaType ?? OCI_INDEX,
  });
}

/** In the order of members that Go's tools write. */
function entryOf({ mediaType, digest, size, annotations, artifactType }: Descriptor): Descriptor {
  return {
    mediaType,
    digest,
    size,
    ...(annotations && { annotations }),
    ...(artifactType !== undefined && { artifactType }),
  };
}
