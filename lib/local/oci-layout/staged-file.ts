import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tolerating } from '../system-error.ts';

/** What an unfinished file is called; it stands in the layout's folder, so that renaming it moves no byte. */
const STAGED_PREFIX = '.staged-';

/** No registry may be silent for so long in the middle of a blob, so whoever began the file is dead. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** A new file of `layout` that nobody looks for, to be placed or removed. */
export class StagedFile {
  readonly #path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  static async create(layout: string): Promise<StagedFile> {
    const path = join(layout, `${STAGED_PREFIX}${randomUUID()}`);
    return new StagedFile(path, await open(path, 'wx'));
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#handle.appendFile(chunk);
  }

  /** Gives it the name `path`, under which it is whole also after a power cut. */
  async place(path: string): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#path, path);
    await syncFolder(dirname(path));
  }

  /** Does nothing once it is placed. */
  async remove(): Promise<void> {
    await this.#handle.close();
    await rm(this.#path, { force: true });
  }
}

/** Puts `content` in the place of the file `path` of `layout`: whoever reads it finds the former or this. */
export async function replaceFile(
  layout: string,
  path: string,
  content: Uint8Array,
): Promise<void> {
  const staged = await StagedFile.create(layout);
  try {
    await staged.append(content);
    await staged.place(path);
  } finally {
    await staged.remove();
  }
}

/** Removes what processes that were killed have left in `layout`. */
export async function removeAbandoned(layout: string, now: number): Promise<void> {
  for (const name of await readdir(layout)) {
    if (!name.startsWith(STAGED_PREFIX)) continue;
    const file = join(layout, name);
    const found = await tolerating('ENOENT', stat(file));
    if (found && found.mtimeMs < now - ABANDONED_AFTER_MS) await rm(file, { force: true });
  }
}

/** A name is kept by the folder, not by the file. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
