import type { Digest } from '../../oci/digest.ts';
import type { ByteRange } from './byte-range.ts';
import type { ListedManifest } from './manifest-list.ts';

/**
 * Where the embedded registry keeps what it is given.
 *
 * Callers pass valid repository names. Content belongs to the repository that
 * it was committed or linked to and is unknown in every other. A manifest is
 * content like a blob and, besides, listed.
 */
export interface RegistryStorage {
  /** The repositories that anything was ever stored in, in no particular order. */
  listRepositories(): Promise<readonly string[]>;

  /** The manifests of `repository`, or `undefined` where nothing was ever stored in it. */
  listManifests(repository: string): Promise<readonly ListedManifest[] | undefined>;

  /** Replaces the list by what `change` makes of it; changes to one repository follow each other. */
  changeManifests(repository: string, change: ManifestListChange): Promise<void>;

  /** Bytes of the content, or `undefined` where the repository does not have it. */
  sizeOf(repository: string, digest: Digest): Promise<number | undefined>;

  /** Content that the repository has, in chunks; nothing is held open before the first is asked for. */
  openContent(repository: string, digest: Digest, range?: ByteRange): AsyncIterable<Uint8Array>;

  /** Makes content of one repository known in another without moving it; `false` where the source lacks it. */
  linkContent(digest: Digest, repositories: LinkedRepositories): Promise<boolean>;

  /** Forgets content in this repository alone; `false` where it was unknown. */
  deleteContent(repository: string, digest: Digest): Promise<boolean>;

  /** Begins content that no repository knows until it is committed. */
  stageContent(): Promise<StagedContent>;
}

export type ManifestListChange = (
  manifests: readonly ListedManifest[],
) => readonly ListedManifest[];

/** The two sides of a mount. */
export interface LinkedRepositories {
  readonly source: string;
  readonly target: string;
}

/** Content on its way in; one call at a time, and `commit` or `discard` ends it. */
export interface StagedContent {
  append(chunk: Uint8Array): Promise<void>;

  /** Forgets what was appended after the first `size` bytes. */
  truncate(size: number): Promise<void>;

  /** Everything appended so far, from its beginning. */
  open(): AsyncIterable<Uint8Array>;

  /** Makes it known in `repository`, which begins to exist with it. The caller has verified the digest. */
  commit(repository: string, digest: Digest): Promise<void>;

  discard(): Promise<void>;
}
