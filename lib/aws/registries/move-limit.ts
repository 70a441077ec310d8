import type {
  BlobUpload,
  CallOptions,
  ChunkedBlobUpload,
  StartUploadOptions,
  UploadSessionState,
} from '../../content/ports.ts';
import { SyncerError } from '../../errors.ts';
import type { Repositories } from '../../mirror/ports.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';
import { DelegatedRepository } from './delegated-repository.ts';

/** An image has more to be uploaded than its worker takes on. */
export class MoveLimitError extends SyncerError {
  override readonly name = 'MoveLimitError';
  readonly kind = 'policy';
  readonly code = 'TOO_LARGE_FOR_LANE';
  readonly hint = 'the image goes on in the lane for large ones';
  readonly retryable = false;

  constructor(maxBytes: number) {
    super(`more than ${maxBytes} bytes of the image have to be uploaded`);
  }
}

/**
 * The repositories of one image of which no more than `maxBytes` are uploaded: the blob that exceeds them
 * fails with {@link MoveLimitError}. What the target has already, or mounts, does not count.
 */
export function withMoveLimit(repositories: Repositories, maxBytes: number): Repositories {
  const blobs = new Map<Digest, number>();
  const takeOn = ({ digest, size }: Descriptor): boolean => {
    // A transfer that starts over moves nothing more.
    blobs.set(digest, size);
    const started = [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0);
    return started <= maxBytes;
  };
  return {
    open: (name, access) => {
      const repository = repositories.open(name, access);
      return access === 'pull'
        ? repository
        : new LimitedRepository(repository, { takeOn, maxBytes });
    },
  };
}

interface Limit {
  readonly takeOn: (blob: Descriptor) => boolean;
  readonly maxBytes: number;
}

class LimitedRepository extends DelegatedRepository {
  readonly #limit: Limit;

  constructor(repository: ReturnType<Repositories['open']>, limit: Limit) {
    super(repository);
    this.#limit = limit;
  }

  /** Whether a blob is mounted is known only when its upload was asked for; without that, nothing is begun in vain. */
  override async startUpload(
    blob: Descriptor,
    options?: StartUploadOptions,
  ): Promise<BlobUpload | 'mounted'> {
    if (options?.mountFrom === undefined) this.#takeOn(blob);
    const upload = await super.startUpload(blob, options);
    if (upload === 'mounted') return upload;
    try {
      this.#takeOn(blob);
      return upload;
    } catch (error) {
      await upload.cancel();
      throw error;
    }
  }

  override async resumeUpload(
    blob: Descriptor,
    session: UploadSessionState,
    options?: CallOptions,
  ): Promise<ChunkedBlobUpload | undefined> {
    this.#takeOn(blob);
    return await super.resumeUpload(blob, session, options);
  }

  #takeOn(blob: Descriptor): void {
    if (!this.#limit.takeOn(blob)) throw new MoveLimitError(this.#limit.maxBytes);
  }
}
