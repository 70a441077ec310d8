import type { BlobTurns, ManifestTurns } from '../../lib/copy/blob-turns.ts';
import type { Digest } from '../../lib/oci/digest.ts';

/** Turns of somebody who is alone at the registry and believes every blob to be in the repository `from`. */
export function mountTurns(
  from: string,
  remember: (blob: Digest) => void = () => {},
): BlobTurns & ManifestTurns {
  const upload = { how: 'upload', end: async () => {} } as const;
  const turns: ManifestTurns = {
    areKept: false,
    remember,
    mayHave: () => true,
    take: async () => ({ how: 'mount', from, refused: async () => upload }),
    published: async () => {},
    close: async () => {},
  };
  return { ...turns, open: () => turns };
}
