import type { IncomingHttpHeaders } from 'node:http';

/** One request, free of the connection it came by. */
export interface RegistryRequest {
  readonly method: string;
  /** As it was sent, neither decoded nor normalised. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Can be read once; leaving off early does not end the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** What a path names: a repository and, after the fixed parts, a tag, a digest or a session. */
export interface Place {
  readonly repository: string;
  /** The last segment, empty where the route has none. */
  readonly segment: string;
}

/** Splits a request target into path and query without resolving `..`, which a URL parser would. */
export function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  return { path, query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)) };
}
