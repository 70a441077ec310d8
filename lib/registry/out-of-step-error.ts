import { SyncerError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';

export interface Positions {
  /** Bytes that the registry has, `undefined` where it does not say. */
  readonly stored: number | undefined;
  readonly expected: number;
  readonly cause?: unknown;
}

/** The registry is elsewhere in an upload than whoever sends it; resuming tells where. */
export class OutOfStepError extends SyncerError {
  override readonly name = 'OutOfStepError';
  readonly kind = 'transient';
  readonly code = 'UNEXPECTED_RESPONSE';
  readonly hint =
    'the upload goes on from where the registry is; if it happens each time, look for a proxy that repeats or changes requests';
  readonly retryable = true;

  constructor({ digest }: Descriptor, { stored, expected, cause }: Positions) {
    const position = stored === undefined ? 'elsewhere' : `at byte ${stored}`;
    super(`the upload of ${digest} is ${position} instead of at byte ${expected}`, { cause });
  }
}
