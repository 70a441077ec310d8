import type { CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import { at } from '../copy/errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { type Digest, isDigest } from '../oci/digest.ts';
import {
  formatReference,
  parseReference,
  type Reference,
  type Tag,
  tagOrDigestOf,
} from '../oci/reference.ts';
import { ImageNotFoundError } from './errors.ts';
import type { Repositories } from './ports.ts';
import type { SyncRequest } from './sync-request.ts';

/** Both ends of one image, opened. */
export interface Image {
  readonly sourceReference: Reference;
  readonly targetReference: Reference;
  readonly tag: Tag;
  readonly source: ContentSource;
  readonly target: ContentTarget;
}

/** Opens both repositories; a dry run asks for no right to write. */
export async function openImage(
  request: SyncRequest,
  repositories: Repositories,
  options: CallOptions,
): Promise<Image> {
  const sourceReference = parseReference(request.source);
  const targetReference = parseReference(request.target);
  const access = request.dryRun ? 'pull' : 'pull,push';
  const openSource = async () => repositories.open(sourceReference, 'pull');
  const openTarget = async () => repositories.open(targetReference, access);
  return {
    sourceReference,
    targetReference,
    tag: targetReference.tag ?? 'latest',
    source: await at('source', `opening ${sourceReference.registry}`, openSource, options),
    target: await at('target', `opening ${targetReference.registry}`, openTarget, options),
  };
}

/** Pins what the source names now; everything after asks for this digest. */
export async function resolveSource(
  { sourceReference, source }: Image,
  options: CallOptions,
): Promise<Descriptor> {
  const name = tagOrDigestOf(sourceReference);
  const resolve = async (call: CallOptions) => {
    const found = await source.resolve(name, call);
    if (!found) throw new ImageNotFoundError(formatReference(sourceReference));
    return found;
  };
  return await at(
    'source',
    `resolving ${isDigest(name) ? name : `the tag ${name}`}`,
    resolve,
    options,
  );
}

/** What the target tag names now, `undefined` where there is no such tag. */
export async function resolveTarget(
  { tag, target }: Image,
  options: CallOptions,
): Promise<Digest | undefined> {
  const found = await at(
    'target',
    `resolving the tag ${tag}`,
    (call) => target.resolve(tag, call),
    options,
  );
  return found?.digest;
}
