import { SyncerError } from '../errors.ts';
import { quoted } from './quoted.ts';

/** Text that should name an image but does not follow the reference grammar. */
export class InvalidReferenceError extends SyncerError {
  override readonly name = 'InvalidReferenceError';
  readonly kind = 'definition';
  readonly code = 'INVALID_REFERENCE';
  readonly retryable = false;
  readonly hint: string;

  constructor(text: string, reason: string, hint: string) {
    super(`${quoted(text)} is not an image reference: ${reason}`);
    this.hint = hint;
  }
}

/** Text that should name platforms, but does not follow `os/architecture[/variant][:osVersion]`. */
export class InvalidPlatformError extends SyncerError {
  override readonly name = 'InvalidPlatformError';
  readonly kind = 'definition';
  readonly code = 'INVALID_PLATFORM';
  readonly retryable = false;
  readonly hint: string;

  constructor(text: string, reason: string, hint: string) {
    super(`${quoted(text)} names no platform: ${reason}`);
    this.hint = hint;
  }
}

/** Bytes that should be a manifest or an index but cannot be read as one. */
export class InvalidManifestError extends SyncerError {
  override readonly name = 'InvalidManifestError';
  readonly kind = 'content';
  readonly code = 'INVALID_MANIFEST';
  readonly hint = 'the image must be pushed to its registry again by whoever publishes it';
  readonly retryable = false;
}
