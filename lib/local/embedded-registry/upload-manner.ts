/** Whose uploads a registry imitates. */
export type UploadMode = 'generic' | 'ecr';

/** How a registry takes blobs, where the specification leaves that open or is not followed. */
export interface UploadManner {
  /** Status of the answer to a chunk. */
  readonly chunkTaken: 201 | 202;
  /** Whether every answer makes the locations before it invalid. */
  readonly movesLocation: boolean;
  /** What the `Range` of an answer counts. */
  readonly range: 'everything' | 'first chunk';
  /** Whether a session can be asked how far it came. */
  readonly tellsStatus: boolean;
  /** What is said of a chunk that begins elsewhere than the ones before it end. */
  readonly misplaced: (first: number, offset: number) => string;
  /** What becomes of the bytes of a chunk that broke off. */
  readonly brokenChunk: 'kept' | 'dropped';
  /** What all chunks but the last must have. */
  readonly minChunkBytes: number;
  /** Whether `OCI-Chunk-Min-Length` says so. */
  readonly tellsMinimum: boolean;
  /** Whether a blob is mounted at once, or only when a manifest of its repository refers to it. */
  readonly mounts: 'uploaded' | 'referenced';
  /** Whether the answer to the PUT of a manifest names its place. */
  readonly locatesManifests: boolean;
}

export const UPLOAD_MANNERS: Readonly<Record<UploadMode, UploadManner>> = {
  /** As docker-registry does it. */
  generic: {
    chunkTaken: 202,
    movesLocation: true,
    range: 'everything',
    tellsStatus: true,
    misplaced: (first, offset) => `the chunk starts at ${first} instead of ${offset}`,
    brokenChunk: 'kept',
    minChunkBytes: 0,
    tellsMinimum: true,
    mounts: 'uploaded',
    locatesManifests: true,
  },
  /** Amazon ECR: github.com/aws/containers-roadmap/issues/2831, github.com/apple/containerization/issues/790. */
  ecr: {
    chunkTaken: 201,
    movesLocation: false,
    range: 'first chunk',
    tellsStatus: false,
    misplaced: (first, offset) => `First byte of the layer part is ${first} instead of ${offset}`,
    brokenChunk: 'dropped',
    minChunkBytes: 5 * 1024 * 1024,
    tellsMinimum: false,
    mounts: 'referenced',
    locatesManifests: false,
  },
};
