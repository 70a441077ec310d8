import type { CallOptions, ManifestTarget } from '../content/ports.ts';
import { type RetryPolicy, retrying } from '../content/retry.ts';
import { SyncerError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { namesManifest } from '../oci/manifest-digest.ts';
import { spokenName, type Tag } from '../oci/reference.ts';
import { at, TargetChangedError } from './errors.ts';
import { putManifest } from './put-manifest.ts';

/** How long a registry may take to show what it was given. */
export interface TagImageOptions extends CallOptions {
  readonly retry: RetryPolicy;
}

/** Makes `document` visible under `tag` and proves by the registry's answer that it is. */
export async function tagImage(
  target: ManifestTarget,
  document: Document,
  tag: Tag,
  options: TagImageOptions,
): Promise<void> {
  try {
    await putManifest(target, document, { ...options, tag });
  } catch (error) {
    if (!(await isInPlace(target, document, tag, { error, ...options }))) throw error;
  }
  await confirm(target, document, tag, options);
}

/** ECR refuses to put an immutable tag again although nothing would change. */
async function isInPlace(
  target: ManifestTarget,
  document: Document,
  tag: Tag,
  { error, ...options }: CallOptions & { readonly error: unknown },
): Promise<boolean> {
  if (!(error instanceof SyncerError) || error.code !== 'TAG_IMMUTABLE') return false;
  const resolve = (call: CallOptions) => target.resolve(tag, call);
  return isNamed(document, await at('target', `resolving ${tag}`, resolve, options));
}

/** Proves by the registry's answer that `tagOrDigest` names `document`, as soon as all of its nodes know. */
export async function confirm(
  target: ManifestTarget,
  document: Document,
  tagOrDigest: Tag | Digest,
  options: TagImageOptions,
): Promise<void> {
  const compare = async () => {
    const found = await target.resolve(tagOrDigest, options);
    if (!isNamed(document, found)) {
      throw new TargetChangedError(tagOrDigest, document.digest, found?.digest);
    }
  };
  const isOurs = (error: SyncerError) => error instanceof TargetChangedError;
  await at(
    'target',
    `confirming ${spokenName(tagOrDigest)}`,
    () => retrying(compare, options.retry, { ...options, isOurs }),
    options,
  );
}

/** Registries name what was pushed under a tag by SHA-256, although its publisher may name it by SHA-512. */
function isNamed({ bytes }: Document, found: Descriptor | undefined): boolean {
  return found !== undefined && namesManifest(found.digest, bytes);
}
