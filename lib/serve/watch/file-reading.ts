import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** How files are looked at. Nothing is thrown: a file that cannot be looked at has that for its state. */
export interface FileReading {
  /**
   * What tells a state of `file` from others without reading it. Links are followed, so that a link
   * that is swapped shows as another inode. Such as `ENOENT` where there is no file.
   */
  readSignature(file: string): Promise<string>;
  readContent(file: string): Promise<FileContent>;
}

export interface FileContent {
  /** A digest, or why there is none, such as `ENOENT`: equal where nothing is new. */
  readonly identity: string;
  /** Without it, the next reading may find another content although the signature stands still. */
  readonly isRead: boolean;
}

/** More than any definition has; what stands behind it is told by the size alone. */
const MAX_BYTES = 64 * 1024 ** 2;

/** Looks at files of this machine. */
export const fileReading: FileReading = {
  async readSignature(file) {
    try {
      const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
      return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
    } catch (error) {
      return codeOf(error);
    }
  },

  async readContent(file) {
    try {
      const stats = await stat(file);
      // Opening a pipe would wait for a writer.
      if (!stats.isFile()) return { identity: 'not a file', isRead: false };
      const hash = createHash('sha256').update(`${stats.size} `);
      for await (const chunk of createReadStream(file, { end: MAX_BYTES - 1 })) hash.update(chunk);
      return { identity: hash.digest('hex'), isRead: true };
    } catch (error) {
      return { identity: codeOf(error), isRead: false };
    }
  },
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
