import { expect } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';

/** A process must start first, on a machine that may be busy. */
const PATIENCE_MS = 20_000;

/** Resolves when a request of that method, to a path that has `part`, has arrived at `registry`. */
export async function untilAsked(
  registry: EmbeddedRegistry,
  asked: string,
  part: string,
): Promise<void> {
  const hasArrived = () =>
    registry.requests.some(({ method, path }) => method === asked && path.includes(part));
  await expect.poll(hasArrived, { timeout: PATIENCE_MS }).toBe(true);
}
