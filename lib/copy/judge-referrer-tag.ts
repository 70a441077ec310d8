import type { CallOptions, ManifestSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { isImageConfigType, isIndexType } from '../oci/media-types.ts';
import type { Tag } from '../oci/reference.ts';
import { at } from './errors.ts';
import { fetchDocument } from './fetch-document.ts';

/** What is to be done about one of cosign's tags, of which the target may have its own. */
export interface TagJudgement {
  /**
   * `same`: the target's names the very manifest. `present`: it has all of the source's, and more.
   * `leave`: there is something else, which would be lost.
   */
  readonly verdict: 'bring' | 'same' | 'present' | 'leave';
  /** What the tag names at the target now. */
  readonly found: Digest | undefined;
}

/** Where the tag is, and what it names at the source. */
export interface JudgedTag {
  readonly source: ManifestSource;
  readonly target: ManifestSource;
  readonly tag: Tag;
  readonly digest: Digest;
  /** Whether signatures that only the target has are given up for those that only the source has. */
  readonly overwrite: boolean;
}

/**
 * Decides whether the target's tag may be set to what the source's names. Cosign adds signatures to one
 * manifest as layers: where the source has all of the target's, nothing is lost.
 */
export async function judgeTag(
  { source, target, tag, digest, overwrite }: JudgedTag,
  options: CallOptions,
): Promise<TagJudgement> {
  const resolve = (call: CallOptions) => target.resolve(tag, call);
  const found = (await at('target', `resolving the tag ${tag}`, resolve, options))?.digest;
  if (found === digest) return { verdict: 'same', found };
  if (found === undefined) return { verdict: 'bring', found };
  const fetch = (call: CallOptions) => target.fetchManifest(found, call);
  const theirs = signaturesOf(await at('target', `reading the tag ${tag}`, fetch, options));
  const ours = signaturesOf(await fetchDocument(source, digest, options));
  if (hasAll(ours, theirs)) return { verdict: 'bring', found };
  if (hasAll(theirs, ours)) return { verdict: 'present', found };
  return { verdict: overwrite ? 'bring' : 'leave', found };
}

type Signatures = ReadonlySet<string> | undefined;

function hasAll(signatures: Signatures, others: Signatures): boolean {
  return !!signatures && !!others && [...others].every((other) => signatures.has(other));
}

/** `undefined` for an index, which cosign does not write. */
function signaturesOf({ mediaType, blobs }: Document): Signatures {
  if (isIndexType(mediaType)) return undefined;
  return new Set(blobs.filter((blob) => !isImageConfigType(blob.mediaType)).map(signatureOf));
}

/** Two keys may sign the very same payload; what differs then is this annotation. */
const SIGNATURE = 'dev.cosignproject.cosign/signature';

function signatureOf({ digest, annotations }: Descriptor): string {
  return `${digest} ${annotations?.[SIGNATURE] ?? ''}`;
}
