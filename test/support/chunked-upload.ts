import type { BlobTarget, ChunkedBlobUpload, UploadSessionState } from '../../lib/content/ports.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { begun } from './begun.ts';
import { chunksOf } from './chunks.ts';

/** An upload of a target that takes chunks. */
export async function startChunked(
  target: BlobTarget,
  blob: Descriptor,
): Promise<ChunkedBlobUpload> {
  const upload = await begun(target.startUpload(blob));
  if (isChunked(upload)) return upload;
  await upload.cancel();
  throw new Error('the target takes no chunks');
}

/** A session that is gone on with. */
export async function resumed(
  target: BlobTarget,
  blob: Descriptor,
  state: UploadSessionState,
): Promise<ChunkedBlobUpload> {
  const upload = await target.resumeUpload(blob, state);
  if (upload) return upload;
  throw new Error('the target does not go on with the session');
}

/** Sends the next chunk of `bytes`, of at most `length` bytes. */
export async function writeChunk(
  { chunks }: ChunkedBlobUpload,
  bytes: Uint8Array,
  length: number,
): Promise<'written' | 'known'> {
  const chunk = bytes.subarray(chunks.offset, chunks.offset + length);
  return await chunks.write(chunksOf(chunk, 50_000), { length: chunk.byteLength });
}

/** Sends everything that is missing, in chunks of `length` bytes and a rest. */
export async function writeRest(
  upload: ChunkedBlobUpload,
  bytes: Uint8Array,
  length: number,
): Promise<void> {
  while (upload.chunks.offset < bytes.byteLength) await writeChunk(upload, bytes, length);
}

function isChunked(upload: object): upload is ChunkedBlobUpload {
  return 'chunks' in upload;
}
