import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file and folder below `folder` with its size and when it was last written, for telling whether anything was. */
export async function folderListing(folder: string): Promise<readonly string[]> {
  const listing: string[] = [];
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    const { size, mtimeMs } = await stat(join(folder, path));
    listing.push(`${path} ${size} ${mtimeMs}`);
  }
  return listing;
}
