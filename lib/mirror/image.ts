import type { CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import { at } from '../copy/errors.ts';
import type { Digest } from '../oci/digest.ts';
import { parseReference, type Reference, spokenName, type Tag } from '../oci/reference.ts';
import type { Repositories } from './ports.ts';
import type { SyncRequest } from './sync-request.ts';

/** Both ends of one image, opened. */
export interface Image {
  readonly sourceReference: Reference;
  readonly targetReference: Reference;
  /** Absent where the target is to have the image by its digest alone. */
  readonly tag: Tag | undefined;
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
    tag: targetReference.tag ?? (targetReference.digest ? undefined : 'latest'),
    source: await at('source', `opening ${sourceReference.registry}`, openSource, options),
    target: await at('target', `opening ${targetReference.registry}`, openTarget, options),
  };
}

/** What the target has under `name`, `undefined` where that is nothing. */
export async function resolveTarget(
  { target }: Pick<Image, 'target'>,
  name: Tag | Digest,
  options: CallOptions,
): Promise<Digest | undefined> {
  const resolve = (call: CallOptions) => target.resolve(name, call);
  return (await at('target', `resolving ${spokenName(name)}`, resolve, options))?.digest;
}
