const MIB = 1024 * 1024;

/** What holds unless somebody says otherwise, apart from the hash, which depends on what there is to lose. */
export const LARGE_BLOB_BYTES = { fromBytes: 64 * MIB, chunkBytes: 32 * MIB } as const;
