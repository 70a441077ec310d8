import type { BlobSource, BlobTarget, BlobUpload, CallOptions } from '../content/ports.ts';
import { type RetryPolicy, retrying } from '../content/retry.ts';
import { type PassageObserver, verified } from '../content/verified.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { at, copyError } from './errors.ts';
import { findBlob } from './find-content.ts';
import { openBlob } from './open-blob.ts';
import { signalOf } from './signal-of.ts';

/** How a blob came to be in the target. */
export type BlobOutcome = 'present' | 'mounted' | 'uploaded';

/** How a blob is brought, and who watches. */
export interface CopyBlobOptions extends CallOptions {
  /** Repository on the target's registry that may already hold the blob. */
  readonly mountFrom?: string | undefined;
  /** Told of bytes as the target takes them; of as many negative ones when an upload starts over. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  readonly retry: RetryPolicy;
}

/** Makes `blob` available in `target`; bytes move only when nothing cheaper works. */
export async function copyBlob(
  source: BlobSource,
  target: BlobTarget,
  blob: Descriptor,
  options: CopyBlobOptions,
): Promise<BlobOutcome> {
  let hasStreamed = false;
  let isTransferring = false;
  const onStream = () => {
    hasStreamed = true;
  };
  const attempt = async (): Promise<BlobOutcome> => {
    isTransferring = false;
    if (await findBlob(target, blob, signalOf(options))) {
      if (!hasStreamed) return 'present';
      // An upload whose answer was lost on the way had arrived all the same.
      options.onBytes?.(blob.size);
      return 'uploaded';
    }
    isTransferring = true;
    const upload = await startUpload(target, blob, options);
    if (upload === 'mounted') return 'mounted';
    await transfer(source, upload, blob, { ...options, onStream });
    return 'uploaded';
  };
  // The look-up was repeated by whoever sent it. A transfer holds places at both ends, which
  // must not be held while a failure passes: it gives them back and is repeated from here.
  return await retrying(attempt, options.retry, { ...options, isOurs: () => isTransferring });
}

function startUpload(
  target: BlobTarget,
  blob: Descriptor,
  { mountFrom, ...options }: CopyBlobOptions,
): Promise<BlobUpload | 'mounted'> {
  const start = (call: CallOptions) =>
    target.startUpload(blob, { ...call, ...(mountFrom !== undefined && { mountFrom }) });
  return at('target', `starting the upload of ${named(blob)}`, start, signalOf(options));
}

/** The upload was started first: a blob takes its place among the writers before that among the readers. */
async function transfer(
  source: BlobSource,
  upload: BlobUpload,
  blob: Descriptor,
  options: CopyBlobOptions & { readonly onStream: () => void },
): Promise<void> {
  const call = signalOf(options);
  try {
    const content = await at(
      'source',
      `opening ${named(blob)}`,
      () => openBlob(source, blob, call),
      call,
    );
    options.onStream();
    try {
      await stream(content, upload, blob, options);
    } finally {
      content.close();
    }
  } catch (error) {
    await upload.cancel();
    throw error;
  }
}

async function stream(
  content: AsyncIterable<Uint8Array>,
  upload: BlobUpload,
  blob: Descriptor,
  options: CopyBlobOptions,
): Promise<void> {
  const passage = new Passage(options.onBytes);
  try {
    await upload.write(verified(content, blob, passage), signalOf(options));
  } catch (error) {
    options.onBytes?.(-passage.bytes);
    options.signal?.throwIfAborted();
    // An upload fails with its content's own failure, which is not the target's.
    throw passage.failure === undefined
      ? copyError('target', `uploading ${named(blob)}`, error)
      : copyError('source', `reading ${named(blob)}`, passage.failure);
  }
}

/** Counts content on its way and remembers whether it was the content that failed. */
class Passage implements PassageObserver {
  bytes = 0;
  failure: unknown;
  readonly #onBytes: ((bytes: number) => void) | undefined;

  constructor(onBytes: ((bytes: number) => void) | undefined) {
    this.#onBytes = onBytes;
  }

  passed(bytes: number): void {
    this.bytes += bytes;
    this.#onBytes?.(bytes);
  }

  failed(error: unknown): void {
    this.failure = error;
  }
}

function named({ digest, size }: Descriptor): string {
  return `the blob ${digest} of ${size} bytes`;
}
