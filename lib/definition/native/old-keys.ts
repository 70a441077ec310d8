import type { Sections } from './sections.ts';
import type { ReadContext } from './written-at.ts';

/** Warns of keys that files of former mirrors have and that say nothing here. */
export function warnOfOldKeys(
  { images }: Pick<Sections, 'images'>,
  { document, findings }: ReadContext,
): void {
  for (const path of [[], ...images.map((image) => image.path)]) {
    const sign = document.find([...path, 'sign']);
    if (!sign) continue;
    const hint = 'remove sign: signatures that the source has are copied with the image';
    findings.warn(sign.keyPlace, 'sign has no effect: image-syncer signs nothing', hint);
  }
}
