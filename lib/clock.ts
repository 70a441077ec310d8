/** Time, injected so that tests decide it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`; an abort rejects with `signal.reason`. */
  sleep(ms: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}
