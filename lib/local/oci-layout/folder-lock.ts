import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import type { CallOptions } from '../../content/ports.ts';
import { isBusy, isSqliteError } from '../sqlite-error.ts';
import { LayoutError, LayoutLockedError } from './errors.ts';

/** Stays behind, empty: whoever removed it could not know that nobody waits for it. */
const LOCK_FILE = '.image-syncer.lock';

const POLL_MS = 20;

/** A holder needs milliseconds; one that takes so long is stopped, or its disk is. */
const PATIENCE_MS = 30_000;

export interface FolderLockOptions extends CallOptions {
  readonly clock: Clock;
}

/**
 * Runs `work` while no other holder, of this process or another, works on `folder`.
 *
 * The lock is SQLite's on an empty database, which the system lets go of when its
 * holder dies: a lock file that is merely there would outlive it.
 */
export async function holdingFolder<T>(
  folder: string,
  options: FolderLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const file = join(folder, LOCK_FILE);
  // SQLite does not say why it could not open a file; the system does.
  await (await open(file, 'a')).close();
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    await lock(database, file, options);
    return await work();
  } finally {
    database.close();
  }
}

async function lock(
  database: DatabaseSync,
  file: string,
  { clock, ...options }: FolderLockOptions,
): Promise<void> {
  const since = clock.now();
  while (!tryLock(database, file)) {
    const waitedMs = clock.now() - since;
    if (waitedMs >= PATIENCE_MS) throw new LayoutLockedError(file, waitedMs);
    await clock.sleep(POLL_MS, options);
  }
}

function tryLock(database: DatabaseSync, file: string): boolean {
  try {
    database.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    if (!isSqliteError(error)) throw error;
    throw new LayoutError(file, `cannot be locked: ${error.message}`, error);
  }
}
