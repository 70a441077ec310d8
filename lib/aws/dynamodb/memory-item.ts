import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ImageMemory } from '../../mirror/ports.ts';

/** What is remembered of an image, apart from its record since it rarely changes. */
export interface MemoryItem {
  /** As the image's record names it. */
  readonly digest: string;
  /** JSON, gzipped. */
  readonly memory: Uint8Array;
}

/** An item holds 400 KB. What is larger is not remembered: it is found out again, for requests. */
const MOST_BYTES = 380_000;

const DIGEST_CHARACTERS = 16;

/** `undefined` where there is nothing to remember, or too much. */
export function memoryItemOf(memory: ImageMemory | undefined): MemoryItem | undefined {
  if (!memory) return undefined;
  // In one order whoever put it together, so that an equal memory has an equal digest.
  const { filtered, referrers, platforms } = memory;
  const text = JSON.stringify({ filtered, referrers, platforms });
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_CHARACTERS);
  const gzipped = gzipSync(text);
  return gzipped.byteLength > MOST_BYTES ? undefined : { digest, memory: gzipped };
}

export function memoryOf({ memory }: MemoryItem): ImageMemory {
  return JSON.parse(gunzipSync(memory).toString());
}
