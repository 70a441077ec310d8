import type { ImageSettings } from '../definition/definition.ts';
import { defineImage, ImageNamesError } from '../definition/single-image.ts';
import type { Digest } from '../oci/digest.ts';
import { parseReference } from '../oci/reference.ts';
import { ImageSyncError } from './errors.ts';
import type { RunOptions } from './options.ts';
import { runDefinition } from './run-definition.ts';

/** How one image is brought from its source to its target. */
export interface SyncImageOptions
  extends Omit<RunOptions, 'workers'>,
    Partial<Omit<ImageSettings, 'amd64Only'>> {
  /** Refuses a source that is not named by its digest, since a tag may name other content tomorrow. Default: false. */
  readonly requireDigest?: boolean;
}

/**
 * Makes `target` what `source` is, with everything that refers to it, and resolves to the digest that the
 * target has in the end: computed here from the bytes that were pushed, with `platforms` that of the
 * filtered index. What an existing target has is never read to build what is pushed.
 *
 * Unlike the images of a definition, a target that differs is overwritten unless `onConflict` says
 * otherwise; with `keep` it stays, and its digest is the result. Without `platforms` all are copied.
 *
 * Rejects with a `SyncerError`, which is an `ImageSyncError` once the image was looked at, and with
 * the reason of `signal` when that ends the call.
 */
export async function syncImage(
  source: string,
  target: string,
  options: SyncImageOptions = {},
): Promise<Digest> {
  const { requireDigest = false, signal, ...settings } = options;
  signal?.throwIfAborted();
  if (requireDigest) refuseTagOnly(source);
  const definition = defineImage(source, target, settingsOf(settings));
  const { images, failure } = await runDefinition(definition, { ...options, dryRun: false });
  const [outcome] = images;
  if (!outcome) throw failure ?? new Error(`nothing became of ${source}`);

  const { status, targetDigest } = outcome;
  if (status === 'failed') signal?.throwIfAborted();
  if (status === 'failed' || status === 'conflict') throw new ImageSyncError(outcome);
  if (failure) throw failure;
  if (targetDigest === null) throw new Error(`${target} has no digest`);
  return targetDigest;
}

function refuseTagOnly(source: string): void {
  if (parseReference(source).digest) return;
  throw new ImageNamesError(
    `the source ${source} is not named by its digest`,
    'write @sha256: and the digest after it, or leave requireDigest out',
  );
}

/** A definition's default is to fail, that of a call to overwrite: whoever calls has decided already. */
function settingsOf(options: SyncImageOptions): Partial<ImageSettings> {
  const { platforms, requirePlatforms, index, referrers, foreignLayers } = options;
  const { onConflict = 'overwrite', referrersRecheckMs } = options;
  return {
    onConflict,
    ...(platforms && { platforms }),
    ...(requirePlatforms && { requirePlatforms }),
    ...(index && { index }),
    ...(referrers !== undefined && { referrers }),
    ...(referrersRecheckMs !== undefined && { referrersRecheckMs }),
    ...(foreignLayers && { foreignLayers }),
  };
}
