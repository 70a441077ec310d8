import type {
  BlobSource,
  BlobTarget,
  BlobUpload,
  CallOptions,
  StartUploadOptions,
} from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Arrival } from './arrival.ts';
import { at } from './errors.ts';
import { namedBlob } from './named-blob.ts';
import { signalOf } from './signal-of.ts';

/** How a blob gets into a target that lacks it, over as many attempts as it takes. */
export interface BlobWay {
  /** Whether the target may have the blob by what was sent. */
  readonly hasSent: boolean;
  /** Whether the last failure is not to be repeated any more, although it may pass. */
  readonly isSpent: boolean;
  /** Whether the last attempt came further than all before it. */
  readonly hasProgressed: boolean;
  /** Begins an attempt, unless the blob can be mounted. */
  begin(mountFrom?: string): Promise<BlobUpload | 'mounted'>;
  /** Brings the blob by what was begun, and holds nothing any more when that fails. */
  send(upload: BlobUpload): Promise<void>;
  /** Called when the target has the blob after all: the answer to an upload was lost. */
  arrived(): Promise<void>;
  /** Called when no other attempt follows. */
  abandon(): Promise<void>;
}

/** The two ends of a blob's way. */
export interface BlobEnds {
  readonly source: BlobSource;
  readonly target: BlobTarget;
}

export interface BlobWayOptions extends CallOptions {
  readonly retry: RetryPolicy;
  readonly arrival: Arrival;
}

interface StartOptions extends CallOptions, Pick<StartUploadOptions, 'onPlace'> {
  readonly mountFrom?: string | undefined;
}

/** Opens an upload session, or has the target mount the blob. */
export function startUpload(
  target: BlobTarget,
  blob: Descriptor,
  { mountFrom, onPlace, ...options }: StartOptions,
): Promise<BlobUpload | 'mounted'> {
  const start = (call: CallOptions) =>
    target.startUpload(blob, { ...call, onPlace, ...(mountFrom !== undefined && { mountFrom }) });
  return at('target', `starting the upload of ${namedBlob(blob)}`, start, signalOf(options));
}
