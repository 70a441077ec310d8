import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { rawManifest } from './raw-manifest.ts';

/**
 * The digests that a registry lists for `subject`, by its API or else by the fallback tag, in one
 * order, fetched without a line of the engine's client.
 */
export async function toldReferrers(
  registry: URL,
  repository: string,
  subject: Digest,
): Promise<readonly string[]> {
  const response = await fetch(new URL(`/v2/${repository}/referrers/${subject}`, registry));
  const text = await response.text();
  if (response.ok) return digestsIn(text);
  try {
    return digestsIn((await rawManifest(registry, repository, fallbackTag(subject))).toString());
  } catch {
    return [];
  }
}

function digestsIn(text: string): readonly string[] {
  const { manifests }: { manifests: readonly { digest: string }[] } = JSON.parse(text);
  return manifests.map(({ digest }) => digest).toSorted();
}
