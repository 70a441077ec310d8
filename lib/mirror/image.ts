import type { CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import { at } from '../copy/errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
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
  readonly source: Reference;
  readonly target: Reference;
  readonly tag: Tag;
  readonly from: ContentSource;
  readonly to: ContentTarget;
}

/** Opens both repositories; a dry run asks for no right to write. */
export async function openImage(
  request: SyncRequest,
  repositories: Repositories,
  options: CallOptions,
): Promise<Image> {
  const source = parseReference(request.source);
  const target = parseReference(request.target);
  const access = request.dryRun ? 'pull' : 'pull,push';
  const openSource = async () => repositories.open(source, 'pull');
  const openTarget = async () => repositories.open(target, access);
  return {
    source,
    target,
    tag: target.tag ?? 'latest',
    from: await at('source', `opening ${source.registry}`, openSource, options),
    to: await at('target', `opening ${target.registry}`, openTarget, options),
  };
}

/** Pins what the source names now; everything after asks for this digest. */
export async function resolveSource(
  { source, from }: Image,
  options: CallOptions,
): Promise<Descriptor> {
  const name = tagOrDigestOf(source);
  const resolve = async (call: CallOptions) => {
    const found = await from.resolve(name, call);
    if (!found) throw new ImageNotFoundError(formatReference(source));
    return found;
  };
  return await at('source', `resolving ${name}`, resolve, options);
}

/** What the target tag names now, `undefined` where there is no such tag. */
export async function resolveTarget(
  { tag, to }: Image,
  options: CallOptions,
): Promise<Digest | undefined> {
  const found = await at('target', `resolving ${tag}`, (call) => to.resolve(tag, call), options);
  return found?.digest;
}
