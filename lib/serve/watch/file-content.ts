import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** More than any definition has; what stands behind it is told by the size alone. */
const MAX_BYTES = 64 * 1024 ** 2;

/**
 * What tells a state of `file` from others without reading it. Links are followed, so that a link
 * that is swapped shows as another inode. A file that is missing or cannot be looked at has one, too.
 */
export async function readSignature(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return codeOf(error);
  }
}

/** The content of `file` as a digest; why there is none, such as `ENOENT`, is a content of its own. */
export async function readContent(file: string): Promise<string> {
  try {
    const stats = await stat(file);
    // Opening a pipe would wait for a writer.
    if (!stats.isFile()) return 'not a file';
    const hash = createHash('sha256').update(`${stats.size} `);
    for await (const chunk of createReadStream(file, { end: MAX_BYTES - 1 })) hash.update(chunk);
    return hash.digest('hex');
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
