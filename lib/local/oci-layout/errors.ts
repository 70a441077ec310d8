import { type ErrorCode, type ErrorKind, SyncerError } from '../../errors.ts';
import type { Digest } from '../../oci/digest.ts';

interface Meaning {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
}

const NO_RIGHT: Meaning = {
  kind: 'auth',
  code: 'DENIED',
  hint: 'give this user the right to read the folder, and to write it where it is a target',
};

const NO_SPACE: Meaning = {
  kind: 'quota',
  code: 'QUOTA_EXCEEDED',
  hint: 'make room on its file system, or name a folder on another one',
};

const NOT_THERE: Meaning = {
  kind: 'not-found',
  code: 'NOT_FOUND',
  hint: 'check the path, which is relative to the folder that image-syncer runs in',
};

const UNUSABLE: Meaning = {
  kind: 'internal',
  code: 'LAYOUT_UNUSABLE',
  hint: 'make the folder a sound OCI image layout, or name another one',
};

/** By the system's error codes: those of which something is known beyond their text. */
const MEANINGS: ReadonlyMap<unknown, Meaning> = new Map([
  ['EACCES', NO_RIGHT],
  ['EPERM', NO_RIGHT],
  ['EROFS', NO_RIGHT],
  ['ENOSPC', NO_SPACE],
  ['EDQUOT', NO_SPACE],
  ['EFBIG', NO_SPACE],
  ['ENOENT', NOT_THERE],
]);

/** A folder in the OCI image layout cannot be read or written; what the system says decides its kind. */
export class LayoutError extends SyncerError {
  override readonly name = 'LayoutError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean = false;

  constructor(folder: string, problem: string, cause?: unknown) {
    super(`the OCI layout ${folder} ${problem}`, { cause });
    const { kind, code, hint } = MEANINGS.get(systemCodeOf(cause)) ?? UNUSABLE;
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }
}

/** The folder does not have what is asked of it. */
export class LayoutContentMissingError extends SyncerError {
  override readonly name = 'LayoutContentMissingError';
  readonly kind = 'not-found';
  readonly code = 'NOT_FOUND';
  readonly hint = NOT_THERE.hint;
  readonly retryable = false;

  constructor(folder: string, missing: string) {
    super(`the OCI layout ${folder} does not have ${missing}`);
  }
}

/** A layout names content by the digest of its bytes; a signed manifest of schema 1 has another name. */
export class LayoutUnfitError extends SyncerError {
  override readonly name = 'LayoutUnfitError';
  readonly kind = 'content';
  readonly code = 'CONTENT_REFUSED';
  readonly hint = 'copy it to a registry that still takes signed manifests of schema 1';
  readonly retryable = false;

  constructor(folder: string, digest: Digest) {
    super(`the OCI layout ${folder} cannot hold ${digest}, which is not the digest of its bytes`);
  }
}

/** Another process has been writing the list of manifests for longer than that takes. */
export class LayoutLockedError extends SyncerError {
  override readonly name = 'LayoutLockedError';
  readonly kind = 'transient';
  readonly code = 'LAYOUT_UNUSABLE';
  readonly hint = 'end the process that keeps it locked, or wait for that';
  readonly retryable = true;

  constructor(lockFile: string, waitedMs: number) {
    super(`${lockFile} has been locked for ${Math.round(waitedMs / 1000)} s`);
  }
}

/** Runs `step` and says in its failure, where that is the system's, which layout could not be used. */
export async function reporting<T>(
  folder: string,
  use: 'read' | 'written',
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw layoutErrorOf(folder, use, error);
  }
}

/** `error` itself where it is not the system's. */
export function layoutErrorOf(folder: string, use: 'read' | 'written', error: unknown): unknown {
  if (!(error instanceof Error) || systemCodeOf(error) === undefined) return error;
  return new LayoutError(folder, `cannot be ${use}: ${error.message}`, error);
}

/** Node's errors of a system call, unlike its own and those of aborts, name the call. */
function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
