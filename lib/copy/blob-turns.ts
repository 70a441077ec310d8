import type { CallOptions } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';

/** Has everybody who brings blobs to one repository of a registry take turns with whoever brings them to others. */
export interface BlobTurns {
  /** Begins with one manifest, whose blobs may be needed by others too. */
  open(): ManifestTurns;
}

/** The blobs of one manifest. What was opened must be closed, whatever became of it. */
export interface ManifestTurns {
  /**
   * Whether turns are kept until the manifest is published, because the registry mounts nothing that no
   * manifest names. They are taken before any blob moves, then, and in the order of their digests: who
   * keeps one waits for higher ones alone, so that nobody waits for ever.
   */
  readonly areKept: boolean;

  /**
   * Whether the repository may have the blob already, so that a look for it is worth a round trip. To bring
   * a blob that is there after all costs its bytes, and nothing else.
   */
  mayHave(blob: Descriptor): boolean;

  /**
   * Finds out how a blob comes to the repository that it was not found in; waits while another brings it to
   * the registry. Throws an error of the code `BLOB_CLAIMED` where that takes longer than is worth waiting.
   */
  take(blob: Descriptor, options: TakeTurnOptions): Promise<BlobTurn>;

  /** Says that the repository holds a blob now, however it came there. */
  remember(blob: Digest): void;

  /** The registry has the manifest, so that whatever it names can be mounted. */
  published(): Promise<void>;

  /** Leaves to others whatever was not brought or not published; never rejects. */
  close(): Promise<void>;
}

export interface TakeTurnOptions extends CallOptions {
  /** Looks whether the repository has the blob, after another may have brought it there. */
  readonly look: (options: CallOptions) => Promise<boolean>;
}

/** How a blob comes to the repository. */
export type BlobTurn =
  /** Another has brought it meanwhile. */
  | { readonly how: 'present' }
  /** From a repository that is said to hold it; `refused` takes the turn to upload it, if nobody else has it. */
  | { readonly how: 'mount'; readonly from: string; refused(): Promise<UploadTurn | undefined> }
  | UploadTurn;

/** Nobody else uploads the blob to this registry before this turn has ended. */
export interface UploadTurn {
  readonly how: 'upload';
  /** Whether the blob is in the repository; never rejects. */
  end(isUploaded: boolean): Promise<void>;
}
