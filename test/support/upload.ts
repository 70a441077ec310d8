import type { ContentTarget } from '../../lib/content/ports.ts';
import { begun } from './begun.ts';
import type { BuiltContent } from './built.ts';
import { chunksOf } from './chunks.ts';

/** Uploads a blob as a copy does, in one write of several chunks. */
export async function upload(
  target: ContentTarget,
  { descriptor, bytes }: BuiltContent,
): Promise<void> {
  await (await begun(target.startUpload(descriptor))).write(chunksOf(bytes));
}
