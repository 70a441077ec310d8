/** How a blob came to be in the target. */
export type BlobOutcome = 'present' | 'mounted' | 'uploaded';
