import { mkdtempSync, rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';

const SHARED_MEMORY = '/dev/shm';

/** `TMPFS_MAGIC`: statfs(2). */
const TMPFS = 0x01021994;

/**
 * A new folder in memory, so that no disk is measured. It is removed when this
 * process ends, interrupted or not, since memory that nobody frees stays taken.
 */
export async function memoryFolder(neededBytes: number): Promise<string> {
  const { type, bavail, bsize } = await statfs(SHARED_MEMORY);
  if (type !== TMPFS) throw new Error(`${SHARED_MEMORY} is no tmpfs: a disk would be measured`);
  if (bavail * bsize < neededBytes) {
    throw new Error(
      `${SHARED_MEMORY} has ${mebibytes(bavail * bsize)} MiB free and the bench needs ${mebibytes(neededBytes)} MiB: enlarge it, or take smaller layers with --layer-bytes`,
    );
  }

  const folder = mkdtempSync(join(SHARED_MEMORY, 'image-syncer-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  return folder;
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}
