import type { AnswerHeaders } from './answer.ts';

/** Something that goes wrong on purpose: which requests it hits, and what happens to them. */
export interface Fault {
  /** Any method where absent. */
  readonly method?: string;
  /** Compared with path and query by an expression; a string must be the path, or path and query, exactly. */
  readonly path?: RegExp | string;
  /** How many requests it hits, all where absent. */
  readonly times?: number;
  /** How many requests that it could hit it lets pass first, none where absent. */
  readonly after?: number;
  readonly do: FaultEffect;
}

export type FaultEffect = ImmediateEffect | RequestEffect | AnswerEffect;

/** Happens before the body of the request is read and instead of an answer by the registry. */
export type ImmediateEffect =
  /** An early refusal. With `Connection: close` the rest of the request's body is not accepted either. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: AnswerHeaders;
      readonly body?: string;
    }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  /** The connection is reset. */
  | { readonly kind: 'reset' }
  /** Nothing is read any more and nothing is ever answered. */
  | { readonly kind: 'stall' };

/** Happens to the request, which is otherwise dealt with as usual. */
export type RequestEffect =
  /** The connection ends when the registry has worked on so many bytes. */
  | { readonly kind: 'cutUpload'; readonly afterBytes: number }
  /** The registry works on so many bytes, reads no more and never answers. */
  | { readonly kind: 'stallUpload'; readonly afterBytes: number }
  /** The registry works on so many bytes, then refuses the request and ends the connection. */
  | { readonly kind: 'refuseUpload'; readonly afterBytes: number; readonly status: number }
  /** Something else happens first, such as that tokens expire. */
  | {
      readonly kind: 'meanwhile';
      readonly happens: (request: { readonly path: string }) => void | Promise<void>;
    };

/** Happens to the answer of a request that was otherwise dealt with as usual. */
export type AnswerEffect =
  /** The connection ends instead of an answer. */
  | { readonly kind: 'lose' }
  /** The body breaks off after so many bytes, and the connection with it. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** The body breaks off after so many bytes, and the connection stays; one that has no more is sent as usual. */
  | { readonly kind: 'stallBody'; readonly afterBytes: number }
  /** A shorter body under a `Content-Length` that says so. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** As many bytes of the body's beginning are left out, as a 206 that says so although nobody asked for that. */
  | { readonly kind: 'shift'; readonly by: number }
  /** Another byte at this position of the body. */
  | { readonly kind: 'corrupt'; readonly at: number }
  /**
   * Other headers. Under a `Content-Length` longer than the body the client waits
   * for the rest, unless `Connection: close` is set too.
   */
  | { readonly kind: 'headers'; readonly set?: AnswerHeaders; readonly remove?: readonly string[] };
