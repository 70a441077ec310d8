import type { UploadChunks } from '../content/ports.ts';
import type { UploadCheckpoints } from './left-upload.ts';

/** Which blobs go up in chunks, where the target takes them so, and how. */
export interface Chunking {
  /** Length of the smallest of them. */
  readonly fromBytes: number;
  /** Length of a chunk, unless the target asks for more. */
  readonly chunkBytes: number;
  /** Length of the smallest blob whose hash is saved with each chunk: that takes longer, others are read again for it. */
  readonly resumeHashFrom: number;
  /** Default: only this process goes on with what it left. */
  readonly checkpoints?: UploadCheckpoints | undefined;
}

/** What a registry asks of every chunk but the last, ECR among them: shorter ones are no choice. */
export const LEAST_CHUNK_BYTES = 5 * 1024 ** 2;

/** How long the chunks of an upload are, but for the last. */
export function chunkBytesOf(
  { minBytes }: Pick<UploadChunks, 'minBytes'>,
  { chunkBytes }: Pick<Chunking, 'chunkBytes'>,
): number {
  return Math.max(chunkBytes, minBytes);
}
