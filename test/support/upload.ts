import type { ContentTarget } from '../../lib/content/ports.ts';
import { begun } from './begun.ts';
import type { BuiltContent } from './built.ts';
import { chunksOf } from './chunks.ts';

/** Uploads a blob as a copy does, in one write of several chunks; cancels what fails. */
export async function upload(
  target: ContentTarget,
  { descriptor, bytes }: BuiltContent,
): Promise<void> {
  const started = await begun(target.startUpload(descriptor));
  try {
    await started.write(chunksOf(bytes));
  } catch (error) {
    await started.cancel();
    throw error;
  }
}
