import type {
  BlobUpload,
  CallOptions,
  ContentSource,
  ContentTarget,
  PutManifestOptions,
  StartUploadOptions,
  StoredManifest,
} from '../../content/ports.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import type { Document } from '../../oci/manifest.ts';
import { DelegatedRepository } from './delegated-repository.ts';

/** What is awaited before something is written; a rejection leaves it unwritten. */
export interface WriteGuard {
  beforeUpload(options: CallOptions): Promise<void>;
  beforeManifest(options: CallOptions): Promise<void>;
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
    await this.#guard.beforeUpload(options);
    return await super.startUpload(blob, options);
  }

  override async putManifest(
    document: Document,
    options: PutManifestOptions = {},
  ): Promise<StoredManifest> {
    await this.#guard.beforeManifest(options);
    return await super.putManifest(document, options);
  }
}
