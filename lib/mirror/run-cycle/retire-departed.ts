import { formatReference, parseReference } from '../../oci/reference.ts';
import { namesOf, type PlannedImage } from '../planned-image.ts';
import type { ImageRecord } from '../ports.ts';
import type { RunCycle } from './run-cycle.ts';

/**
 * Takes images out of what is failing that a run over the whole definition does not have any more. Images of a source
 * whose tags could not be listed stay: whether the definition still selects them is not known.
 */
export async function retireDeparted(
  images: readonly PlannedImage[],
  { reader, ledger, listener }: RunCycle,
): Promise<void> {
  const targets = new Set(images.flatMap(targetOf));
  const unlisted = new Set(images.flatMap(unlistedSource));
  for (const { lastRun, outcome } of await reader.listFailing()) {
    if (targets.has(outcome.target) || unlisted.has(repositoryOf(outcome))) continue;
    await ledger.retire(outcome.target, lastRun);
    listener?.({ type: 'retired', target: outcome.target });
  }
}

function targetOf(image: PlannedImage): readonly string[] {
  if (image.kind === 'named') return [namesOf(image).target];
  return image.outcome.target === null ? [] : [image.outcome.target];
}

function unlistedSource(image: PlannedImage): readonly string[] {
  if (image.kind === 'named') return [];
  const { source, target, status, error } = image.outcome;
  const isUnlisted = status === 'failed' && target === null && error?.code !== 'EMPTY_SELECTION';
  return isUnlisted ? [source] : [];
}

function repositoryOf({ source }: ImageRecord['outcome']): string {
  const { registry, repository } = parseReference(source);
  return formatReference({ registry, repository });
}
