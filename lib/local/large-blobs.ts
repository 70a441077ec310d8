import { LARGE_BLOB_BYTES } from '../mirror/large-blob-bytes.ts';

/** Reading again what came before costs less than the other hash, as long as there is not too much of it. */
export const LOCAL_LARGE_BLOBS = { ...LARGE_BLOB_BYTES, resumeHashFrom: 4 * 1024 ** 3 } as const;
