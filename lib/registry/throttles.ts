/** What a request counts as where registries limit requests; each class is limited by itself. */
export type RequestClass =
  /** GET of a manifest: what Docker Hub counts. */
  | 'pull'
  /** Everything else that is read: HEAD, blobs, lists, referrers. */
  | 'read'
  /** Uploads of blobs. */
  | 'write'
  /** PUT of a manifest: what ECR limits most. */
  | 'manifest-put';

/** Whose requests, to which registry. */
export interface ThrottleKey {
  /** The host, as a reference spells it. */
  readonly registry: string;
  /** A name for whoever asks, never a secret. */
  readonly account: string;
  readonly requests: RequestClass;
}

/** Whatever a registry asks for: longer than a window of Docker Hub's lasts nobody is left alone. */
export const LONGEST_CLOSURE_MS = 6 * 60 * 60 * 1000;

/**
 * Leaves room for the slots after a closure, and for clocks that differ. What lies further ahead was written by
 * a clock that was wrong, and would keep everybody from the registry for as long as that.
 */
export const FARTHEST_MS = 2 * LONGEST_CLOSURE_MS;

/** When requests may go out again. All times are in milliseconds since the epoch, and all numbers are whole. */
export interface Closure {
  /** None goes out before. */
  readonly closedUntil: number;
  /** Those after that keep this distance. */
  readonly intervalMs: number;
  /** From then on everybody goes as they like. */
  readonly pacedUntil: number;
}

/**
 * Everything that workers, of whatever process, tell each other of limits. What never was limited is not in it,
 * and a closure or a slot that is further ahead than {@link FARTHEST_MS} counts as if it were not.
 */
export interface Throttles {
  /** What the latest closure says, `undefined` where there was none or nobody has to keep to it any more. */
  read(key: ThrottleKey): Promise<Closure | undefined>;

  /** Closes a class; the closure that ends last counts, and slots that were reserved before its end are void. */
  close(key: ThrottleKey, closure: Closure): Promise<void>;

  /**
   * Reserves the next slot of a class, behind a closure and behind those that others have; resolves to its
   * time. Nobody has two of the same. One that is later than `latest` stays for others.
   */
  reserve(key: ThrottleKey, options: ReserveOptions): Promise<number>;
}

export interface ReserveOptions {
  /** How far the slot after this one is away, a whole number. */
  readonly intervalMs: number;
  /** Milliseconds since the epoch. */
  readonly latest: number;
}
