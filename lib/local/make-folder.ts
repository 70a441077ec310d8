import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { tolerating } from './system-error.ts';

/**
 * Makes `folder`, where it is missing, and those above it that are missing too. Node's own way of doing so
 * never ends where a file system answers ENOENT for every folder that it is asked for, as procfs does.
 */
export async function makeFolder(folder: string): Promise<void> {
  const isThere = tolerating('EEXIST', mkdir(folder)).then(() => true);
  if (await tolerating('ENOENT', isThere)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  await tolerating('EEXIST', mkdir(folder));
}
