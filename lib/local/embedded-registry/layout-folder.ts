import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BLOBS_FOLDER, INDEX_FILE, LAYOUT_FILE } from '../oci-layout/layout-files.ts';
import { isRepositoryName } from './repository-name.ts';

/** Names within a layout, which the path of a nested repository could collide with. */
const RESERVED: ReadonlySet<string> = new Set([LAYOUT_FILE, INDEX_FILE, BLOBS_FOLDER]);

/** No part of a repository path starts with an underscore, so the mark cannot be mistaken. */
const RESERVED_MARK = '_';

/** The layout of `repository` beneath `root`; throws for a name that could lead elsewhere. */
export function layoutFolder(root: string, repository: string): string {
  if (!isRepositoryName(repository)) {
    throw new TypeError(`${JSON.stringify(repository)} is not a repository path`);
  }
  return join(root, ...repository.split('/').map(folderName));
}

/** The repositories whose layouts lie in `folder` or below it. */
export async function* findRepositories(folder: string, name = ''): AsyncGenerator<string> {
  const entries = await entriesOf(folder);
  if (name !== '' && entries.some((entry) => entry.name === LAYOUT_FILE && entry.isFile())) {
    yield name;
  }
  for (const entry of entries) {
    const part = partName(entry.name);
    const nested = name === '' ? part : `${name}/${part}`;
    if (!entry.isDirectory() || RESERVED.has(entry.name) || !isRepositoryName(nested)) continue;
    yield* findRepositories(join(folder, entry.name), nested);
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return await readdir(folder, { withFileTypes: true }).catch(() => []);
}

function folderName(part: string): string {
  return RESERVED.has(part) ? RESERVED_MARK + part : part;
}

function partName(folder: string): string {
  const part = folder.slice(RESERVED_MARK.length);
  return folder.startsWith(RESERVED_MARK) && RESERVED.has(part) ? part : folder;
}
