import type { CallOptions, ContentSource } from '../content/ports.ts';
import { at, copyError } from '../copy/errors.ts';
import { SyncerError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { algorithmOf, type Digest } from '../oci/digest.ts';
import { type Reference, spokenName, type Tag, tagOrDigestOf } from '../oci/reference.ts';
import { ImageNotFoundError } from './errors.ts';
import type { Image } from './image.ts';

/** What the source names, and what is doubtful about it. */
export interface ResolvedSource {
  readonly named: Descriptor;
  readonly warnings: readonly string[];
}

/** Pins what the source names now; everything after asks for this digest. */
export async function resolveSource(
  { sourceReference, source }: Pick<Image, 'sourceReference' | 'source'>,
  options: CallOptions,
): Promise<ResolvedSource> {
  const { tag, digest } = sourceReference;
  if (digest === undefined) {
    const named = await resolve(source, tag ?? 'latest', options);
    return { named: named ?? missing(sourceReference), warnings: [] };
  }
  const now = tag === undefined ? undefined : await resolveLeniently(source, tag, options);
  if (typeof now === 'object' && now.digest === digest) return { named: now, warnings: [] };
  const named = await resolve(source, digest, options);
  return {
    named: named ?? missing(sourceReference),
    warnings: tag === undefined || now === 'unknown' ? [] : movedTag(tag, digest, now),
  };
}

function resolve(
  source: ContentSource,
  tagOrDigest: Tag | Digest,
  options: CallOptions,
): Promise<Descriptor | undefined> {
  const doing = `resolving ${spokenName(tagOrDigest)}`;
  return at('source', doing, (call) => source.resolve(tagOrDigest, call), options);
}

/** Where a digest pins the image, nothing depends on its tag, and what is wrong with the registry shows at the digest. */
async function resolveLeniently(
  source: ContentSource,
  tag: Tag,
  options: CallOptions,
): Promise<Descriptor | undefined | 'unknown'> {
  try {
    return await resolve(source, tag, options);
  } catch (error) {
    if (error instanceof SyncerError) return 'unknown';
    throw error;
  }
}

/** Digests of two algorithms may well name the same content. */
function movedTag(tag: Tag, pinned: Digest, now: Descriptor | undefined): readonly string[] {
  if (now && algorithmOf(now.digest) !== algorithmOf(pinned)) return [];
  return [`the source tag ${tag} names ${now?.digest ?? 'nothing'} now, not ${pinned}`];
}

function missing(reference: Reference): never {
  const doing = `resolving ${spokenName(tagOrDigestOf(reference))}`;
  throw copyError('source', doing, new ImageNotFoundError(reference));
}
