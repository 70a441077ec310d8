/**
 * What nobody can know before it is measured, all of it printed with the result. Waits of services are what clients
 * in one region see; they are spread by a quarter to either side.
 */
export const ASSUMPTIONS = {
  /** A public registry, its token service or its storage, from another network: to the first byte of an answer. */
  sourceMs: 80,
  /** A registry of ECR, to the first byte of an answer; a manifest is checked before it is taken. */
  targetMs: 25,
  putManifestMs: 120,
  /** An item or a query; the two phases of a transaction, during which its items are locked, last longer. */
  tableMs: 5,
  transactionMs: 15,
  queueMs: 10,
  /** The API of another service: tokens of ECR, secrets, repositories, events. */
  apiMs: 60,
  /** From a message that is there to the function that has it. */
  deliveryMs: 20,
  /** A new execution environment, with the modules that it loads; Lambda bills it. */
  coldStartMs: 700,
  /** An environment that nobody has called for so long is gone. */
  warmMs: 600_000,
  /** What a request of whatever kind takes of one processor. */
  processorMs: 1.5,
  /** Of one connection to a registry's storage, and of all connections of an environment: 625 Mbit/s. */
  connectionBytesPerMs: 40_000,
  networkBytesPerMs: 78_000,
  /** Tags of a repository, all of which are mirrored. */
  tagsOfRepository: 50,
  /** Layers of each of an image's two platforms: one that the repository's images share, and two of their own. */
  sharedLayerBytes: 30_000_000,
  ownLayerBytes: [12_000_000, 3_000_000],
  configBytes: 6_000,
  /** Every so many-th image that is new has one more layer of its own, which goes to the lane for large ones. */
  largeEvery: 20,
  largeLayerBytes: 200_000_000,
  /** How long ago the run before this one was, and by how many runs an image's referrers are looked for again. */
  hoursBetweenRuns: 6,
  runsBetweenRechecks: 4,
} as const;

/**
 * Content is made, moved and verified at a scale, lengths and limits of lengths alike: of a layer of 30 MB there are
 * 120 KB. Times and figures of bytes are those of the whole.
 */
export const SCALE = 256;

/** The length at which so many bytes are simulated. */
export function scaled(bytes: number): number {
  return Math.max(1, Math.round(bytes / SCALE));
}
