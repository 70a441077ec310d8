import type { BlobTurns, ManifestTurns } from './blob-turns.ts';

/** Runs `work`, which brings the blobs of a manifest by turns of their own and then pushes it. */
export async function whilePublishing<T>(
  turns: BlobTurns | undefined,
  work: (own: ManifestTurns | undefined) => Promise<T>,
): Promise<T> {
  const own = turns?.open();
  try {
    const result = await work(own);
    await own?.published();
    return result;
  } finally {
    await own?.close();
  }
}
