import type { Clock } from '../../clock.ts';
import { type FileReading, fileReading } from './file-reading.ts';
import { WatchedFile } from './watched-file.ts';

export interface WatchOptions {
  readonly clock: Clock;
  /** Default: 1000. */
  readonly everyMs?: number;
  /** Told once for all files that changed in a poll. Must return at once and not throw. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
  /** Default: from this machine. */
  readonly reading?: FileReading;
}

export interface Watch {
  /** Resolves when the signal has ended the watch. */
  readonly ended: Promise<void>;
}

/**
 * Tells when the content of one of `files` differs from what it was, once the file stood still for a poll.
 * Whoever reads the files after this has resolved misses no change.
 *
 * It polls, since inotify is silent on network file systems and on many bind mounts of containers,
 * has a limit of watches for each user, and loses a file that is replaced by a rename.
 */
export async function watchFiles(files: readonly string[], options: WatchOptions): Promise<Watch> {
  const watched = files.map((file) => new WatchedFile(file, options.reading ?? fileReading));
  for (const file of watched) await file.begin();
  return { ended: poll(watched, options) };
}

async function poll(
  files: readonly WatchedFile[],
  { clock, everyMs = 1000, changed, signal }: WatchOptions,
): Promise<void> {
  while (await slept(clock, everyMs, signal)) {
    let isNew = false;
    for (const file of files) isNew = (await file.look(clock.now())) || isNew;
    if (isNew && !signal.aborted) changed();
  }
}

async function slept(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
