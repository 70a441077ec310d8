/** Asks the process of a function to handle an event. */
export interface Invocation {
  readonly kind: 'invoke';
  readonly requestId: string;
  readonly event: unknown;
  /** By the cloud's clock, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** What became of it, as Lambda tells. */
export type InvocationAnswer =
  | { readonly kind: 'answer'; readonly requestId: string; readonly result: unknown }
  | { readonly kind: 'answer'; readonly requestId: string; readonly error: FunctionError };

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stack?: string;
}

/** Said once by a process that has loaded its handler. */
export interface Ready {
  readonly kind: 'ready';
}
