import { setTimeout } from 'node:timers/promises';
import type { LoggedRequest } from '../../lib/local/embedded-registry/request-log.ts';
import type { SeededRandom } from '../support/random.ts';
import type { LargeTarget } from './large-target.ts';

/** When the first of two runs ends. */
export type KillMoment =
  /** The target has received as many bytes of the blob. */
  | { readonly kind: 'bytes'; readonly bytes: number }
  /** The target has taken as many chunks, and nothing of the next. */
  | { readonly kind: 'boundary'; readonly chunks: number };

export interface LargeUpload {
  readonly size: number;
  readonly chunkBytes: number;
}

/** Between two looks at what the target received. */
const LOOK_MS = 2;

/** Any byte of the blob. */
export function withinChunks(random: SeededRandom, { size }: LargeUpload): KillMoment {
  return { kind: 'bytes', bytes: 1 + random.integer(size - 1) };
}

/** Between any two chunks, or before the first of them where it may be. */
export function betweenChunks(
  random: SeededRandom,
  { size, chunkBytes }: LargeUpload,
  least: 0 | 1 = 0,
): KillMoment {
  const boundaries = Math.ceil(size / chunkBytes);
  return { kind: 'boundary', chunks: least + random.integer(boundaries - least) };
}

/** Resolves when the moment has come, or `over` is. */
export async function untilMoment(
  target: LargeTarget,
  moment: KillMoment,
  over: Promise<unknown>,
): Promise<void> {
  if (moment.kind === 'boundary') target.holdChunkAfter(moment.chunks);
  const hasCome = () =>
    moment.kind === 'bytes'
      ? receivedBytes(target.requests) >= moment.bytes
      : chunksOf(target.requests).length > moment.chunks;
  const ended = over.then(() => true);
  while (!hasCome()) {
    if (await Promise.race([ended, setTimeout(LOOK_MS, false)])) return;
  }
}

/** The requests that a large blob goes up by; smaller ones go up by one PUT. */
export function chunksOf(requests: readonly LoggedRequest[]): readonly LoggedRequest[] {
  return requests.filter(({ method }) => method === 'PATCH');
}

/** How many bytes of the blob have come, as often as they did. */
export function receivedBytes(requests: readonly LoggedRequest[]): number {
  return chunksOf(requests).reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
}
