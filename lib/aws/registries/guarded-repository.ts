import type {
  BlobUpload,
  CallOptions,
  ContentSource,
  ContentTarget,
  PutManifestOptions,
  StartUploadOptions,
  StoredManifest,
} from '../../content/ports.ts';
import { SyncerError } from '../../errors.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import type { Document } from '../../oci/manifest.ts';
import { DelegatedRepository } from './delegated-repository.ts';

/** Stands before everything that is written. */
export interface WriteGuard {
  /** Is awaited first; a rejection leaves the thing unwritten. */
  before(what: 'upload' | 'manifest', options: CallOptions): Promise<void>;
  /** Told that the registry says, of what was let pass, that something is not there. */
  missed(): void;
}

/** A repository that is read as it is, and written when its guard lets pass. */
export class GuardedRepository extends DelegatedRepository {
  readonly #guard: WriteGuard;

  constructor(repository: ContentSource & ContentTarget, guard: WriteGuard) {
    super(repository);
    this.#guard = guard;
  }

  override async startUpload(
    blob: Descriptor,
    options: StartUploadOptions = {},
  ): Promise<BlobUpload | 'mounted'> {
    await this.#guard.before('upload', options);
    return await this.#watched(super.startUpload(blob, options));
  }

  override async putManifest(
    document: Document,
    options: PutManifestOptions = {},
  ): Promise<StoredManifest> {
    await this.#guard.before('manifest', options);
    return await this.#watched(super.putManifest(document, options));
  }

  async #watched<T>(writing: Promise<T>): Promise<T> {
    try {
      return await writing;
    } catch (error) {
      if (error instanceof SyncerError && error.kind === 'not-found') this.#guard.missed();
      throw error;
    }
  }
}
