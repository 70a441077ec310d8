import type { IncomingHttpHeaders } from 'node:http';

/** What a registry tells of its limit with an answer. */
export interface RateLimit {
  /** Requests that are left, this one not included. */
  readonly remaining: number;
  /** Requests in a window. */
  readonly limit?: number;
  readonly windowMs?: number;
}

const COUNT = /^\s*(\d+)\s*(?:;\s*w=(\d+))?/;

/**
 * Reads `ratelimit-remaining` and `ratelimit-limit`, each a count with or without `;w=SECONDS`:
 * docs.docker.com, "Docker Hub pull usage and limits". `undefined` where nothing is told of what is left.
 */
export function parseRateLimit(headers: IncomingHttpHeaders): RateLimit | undefined {
  const remaining = countIn(headers['ratelimit-remaining']);
  if (!remaining) return undefined;
  const limit = countIn(headers['ratelimit-limit']);
  const windowMs = remaining.windowMs ?? limit?.windowMs;
  return {
    remaining: remaining.count,
    ...(limit && { limit: limit.count }),
    ...(windowMs !== undefined && { windowMs }),
  };
}

function countIn(
  header: string | readonly string[] | undefined,
): { readonly count: number; readonly windowMs: number | undefined } | undefined {
  const [, count, seconds] = COUNT.exec(String(header ?? '')) ?? [];
  if (count === undefined) return undefined;
  return {
    count: Number(count),
    windowMs: seconds === undefined ? undefined : Number(seconds) * 1000,
  };
}
