import pMap from 'p-map';
import type { NamedImage } from '../../definition/definition.ts';
import { namesOf, type PlannedImage } from '../planned-image.ts';
import type { Ledger } from '../ports.ts';
import { RECORDS_AT_A_TIME } from '../send-planned.ts';

/** An image, and where it stands in its run. */
export interface PlacedImage {
  readonly position: number;
  readonly image: NamedImage;
}

/** Of a run that was expanded to `images`: records what planning settled, and resolves to the others that have no outcome. */
export async function recordSettled(
  runId: string,
  images: readonly PlannedImage[],
  ledger: Pick<Ledger, 'listCounted' | 'recordPlanned'>,
): Promise<readonly PlacedImage[]> {
  await pMap(
    images.entries(),
    async ([position, image]) => {
      if (image.kind === 'settled') await ledger.recordPlanned(runId, position, image.outcome);
    },
    { concurrency: RECORDS_AT_A_TIME },
  );
  const named = images.flatMap((image, position): PlacedImage[] =>
    image.kind === 'named' ? [{ position, image }] : [],
  );
  const targets = named.map(({ image }) => namesOf(image).target);
  const counted = await ledger.listCounted(runId, targets);
  return named.filter((_, index) => !counted.has(targets[index] ?? ''));
}
