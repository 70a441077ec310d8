import type { CallOptions } from '../content/ports.ts';
import { type ErrorCode, type ErrorKind, SyncerError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { spokenName, type Tag } from '../oci/reference.ts';

/** The registry that an image comes from, or the one that it goes to. */
export type Side = 'source' | 'target';

/** A step of a copy failed on one side; kind, code, hint and retryable are those of its cause. */
export class CopyError extends SyncerError {
  override readonly name = 'CopyError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
  override readonly retryAfterMs: number | undefined;
  override readonly sparesOthers: boolean;
  override readonly isForeseen: boolean;
  readonly side: Side;
  /** What was done, in words. */
  readonly operation: string;

  constructor(side: Side, operation: string, cause: SyncerError) {
    super(`${operation} failed at the ${side}`, { cause });
    this.kind = cause.kind;
    this.code = cause.code;
    this.hint = cause.hint;
    this.retryable = cause.retryable;
    this.retryAfterMs = cause.retryAfterMs;
    this.sparesOthers = cause.sparesOthers;
    this.isForeseen = cause.isForeseen;
    this.side = side;
    this.operation = operation;
  }
}

/** An index lists indexes that list indexes, deeper than any publisher has reason to. */
export class NestedTooDeepError extends SyncerError {
  override readonly name = 'NestedTooDeepError';
  readonly kind = 'content';
  readonly code = 'NESTED_TOO_DEEP';
  readonly hint = 'the image must be published with fewer levels of indexes';
  readonly retryable = false;

  constructor(depth: number) {
    super(`indexes are nested more than ${depth} deep`);
  }
}

/** A manifest names a blob that its registry does not have. */
export class MissingBlobError extends SyncerError {
  override readonly name = 'MissingBlobError';
  readonly kind = 'not-found';
  readonly code = 'NOT_FOUND';
  readonly hint = 'the registry has lost a part of this image: it must be pushed there again';
  readonly retryable = false;

  constructor(digest: Digest) {
    super(`the registry does not have the blob ${digest}`);
  }
}

/** A layer was to be copied that its publisher keeps out of registries. */
export class ForeignLayerError extends SyncerError {
  override readonly name = 'ForeignLayerError';
  readonly kind = 'not-found';
  readonly code = 'NOT_FOUND';
  readonly hint =
    'its publisher keeps it only at the urls that the manifest names: set foreignLayers to skip';
  readonly retryable = false;

  constructor(digest: Digest, cause: unknown) {
    super(`the registry does not have the foreign layer ${digest}`, { cause });
  }
}

/** An image does not run where it has to, or `index: single` does not tell one manifest from others. */
export class PlatformError extends SyncerError {
  override readonly name = 'PlatformError';
  readonly kind = 'policy';
  readonly code = 'PLATFORM_MISSING';
  readonly hint: string;
  readonly retryable = false;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** A registry does not take a manifest in the form that Docker gave up in 2015; apart from the hint, all is as its cause says. */
export class OldManifestError extends SyncerError {
  override readonly name = 'OldManifestError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint =
    'many registries no longer take schema 1 manifests: have the image published anew with a current Docker, or mirror it to a registry that takes them';
  readonly retryable: boolean;
  override readonly retryAfterMs: number | undefined;
  override readonly sparesOthers: boolean;

  constructor(cause: SyncerError) {
    super('the registry did not take a manifest of schema 1', { cause });
    this.kind = cause.kind;
    this.code = cause.code;
    this.retryable = cause.retryable;
    this.retryAfterMs = cause.retryAfterMs;
    this.sparesOthers = cause.sparesOthers;
  }
}

/** A tag names something else than what was pushed under it, or a digest nothing. */
export class TargetChangedError extends SyncerError {
  override readonly name = 'TargetChangedError';
  readonly kind = 'content';
  readonly code = 'TARGET_CHANGED';
  readonly hint = 'somebody else writes to this tag, or the registry changes what it is given';
  // Registries behind several nodes answer with what was there before for a moment.
  readonly retryable = true;

  constructor(name: Tag | Digest, expected: Digest | undefined, found: Digest | undefined) {
    super(`${spokenName(name)} names ${found ?? 'nothing'} instead of ${expected ?? 'nothing'}`);
  }
}

/** Another worker has been bringing a blob to the same registry for longer than is worth waiting for here. */
export class BlobClaimedError extends SyncerError {
  override readonly name = 'BlobClaimedError';
  readonly kind = 'transient';
  readonly code = 'BLOB_CLAIMED';
  override readonly sparesOthers = true;
  readonly hint =
    'another image has this blob too and is being copied: run again when it has arrived';
  readonly retryable = true;

  constructor(registry: string, blob: Digest) {
    super(`another worker brings the blob ${blob} to ${registry}`);
  }
}

/** Runs one step and says in its failure what was done on which side; an abort surfaces as its own reason. */
export async function at<T>(
  side: Side,
  operation: string,
  step: (options: CallOptions) => Promise<T>,
  options: CallOptions = {},
): Promise<T> {
  try {
    return await step(options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw copyError(side, operation, error);
  }
}

/** Whether the target has said no, to what it would say no to again. */
export function isRefusal(error: unknown): error is CopyError {
  return error instanceof CopyError && error.side === 'target' && !error.retryable;
}

/** What cannot be named is a defect and stays as it is. */
export function copyError(side: Side, operation: string, error: unknown): unknown {
  if (error instanceof CopyError || !(error instanceof SyncerError)) return error;
  return new CopyError(side, operation, error);
}
