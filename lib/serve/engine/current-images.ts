import { namesOf, type PlannedImage } from '../../mirror/planned-image.ts';
import type { Ledger } from '../../mirror/ports.ts';
import type { CurrentImage } from '../service.ts';

/** What is known of each image that a definition was expanded to. */
export async function currentImages(
  images: readonly PlannedImage[],
  ledger: Pick<Ledger, 'readImage'>,
): Promise<readonly CurrentImage[]> {
  const current: CurrentImage[] = [];
  for (const image of images) current.push(await currentImage(image, ledger));
  return current;
}

async function currentImage(
  image: PlannedImage,
  ledger: Pick<Ledger, 'readImage'>,
): Promise<CurrentImage> {
  if (image.kind === 'settled') {
    const { source, target, status } = image.outcome;
    return { source, target, status, outcome: image.outcome };
  }
  const names = namesOf(image);
  const record = await ledger.readImage(names.target);
  // What another source came to there says nothing of this one.
  if (record?.outcome.source !== names.source) return { ...names, status: 'waiting' };
  return { ...names, status: record.outcome.status, outcome: record.outcome, record };
}
