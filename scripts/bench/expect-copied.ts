import { rawManifest } from '../../test/support/raw-manifest.ts';
import { TAG } from './copy-commands.ts';

/** Throws unless the images of `repositories` are at the target as they are at the source. */
export async function expectCopied(
  { source, target }: { readonly source: URL; readonly target: URL },
  repositories: readonly string[],
): Promise<void> {
  for (const repository of repositories) {
    const expected = await rawManifest(source, repository, TAG);
    const actual = await rawManifest(target, repository, TAG);
    if (!expected.equals(actual)) throw new Error(`${repository} is another than at its source`);
  }
}
