import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { LedgerFileError } from './errors.ts';
import { IN_MEMORY } from './sqlite-file.ts';

/**
 * Returns what throws `LedgerFileError` once the ledger in `file`, which is there now, was removed or
 * replaced: what is open would go on to be written, and be gone with the process.
 */
export function createSameFileCheck(file: string): () => void {
  if (file === IN_MEMORY) return () => {};
  const identity = identityOf(file);
  return () => {
    if (identityOf(file) === identity) return;
    throw new LedgerFileError(file, 'was removed or replaced while it was open; start again');
  };
}

function identityOf(file: string): string {
  const found = statSync(resolve(file), { throwIfNoEntry: false, bigint: true });
  return found ? `${found.dev} ${found.ino}` : 'missing';
}
