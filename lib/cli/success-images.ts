import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { printSuccessImages } from '../definition/print-success-images.ts';
import type { Outcome } from '../mirror/outcome.ts';
import { OutputFileError } from './errors.ts';
import type { RunOptions } from './options/command-options.ts';

type SuccessOptions = Pick<RunOptions, 'outputSuccessImages' | 'outputImagesFormat' | 'dryRun'>;

const OPTION = '--output-success-images';

/** Throws `OutputFileError` where the list could not be written at the end of a run that may take hours. */
export async function checkSuccessImages({
  outputSuccessImages: file,
}: SuccessOptions): Promise<void> {
  if (file === undefined) return;
  try {
    await access(dirname(file), constants.W_OK | constants.X_OK);
    const found = await stat(file).catch(() => undefined);
    // A device would be replaced by the file.
    if (found && !found.isFile()) throw new Error('it is no regular file');
  } catch (error) {
    throw new OutputFileError(file, OPTION, error);
  }
}

/** Writes which of `images` are in place, so that the file is never seen half written; throws `OutputFileError`. */
export async function writeSuccessImages(
  images: readonly Outcome[],
  { outputSuccessImages: file, outputImagesFormat, dryRun }: SuccessOptions,
): Promise<void> {
  // In a dry run nothing has come to be in place.
  if (file === undefined || dryRun) return;
  const format = outputImagesFormat ?? (file.endsWith('.json') ? 'json' : 'yaml');
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, printSuccessImages(images, format));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new OutputFileError(file, OPTION, error);
  }
}
