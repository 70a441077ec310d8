import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import type { Definition } from '../definition/definition.ts';
import { type BeforeDeadlineOptions, beforeDeadline } from './before-deadline.ts';
import type { SyncListener } from './events.ts';
import { type ExpandOptions, expandDefinition, type TagLists } from './expand-definition.ts';
import { failedBy, namesOf, type PlannedImage } from './planned-image.ts';
import type { Expansions } from './planner-ports.ts';
import type { Repositories } from './ports.ts';

export interface ExpandRunDependencies {
  /** Where the tags are listed that are selected from. */
  readonly repositories: Repositories;
  readonly clock: Clock;
  /** Keeps what the run is expanded to for whoever takes it over. Absent: nobody does. */
  readonly expansions?: Expansions;
  readonly listener?: SyncListener;
}

export interface ExpandRunCall extends CallOptions, Pick<BeforeDeadlineOptions, 'untilMs'> {
  readonly runId: string;
  /** Which images the run is about; throws where that comes to none. Default: all. */
  readonly choose?: ChooseImages;
}

export type ChooseImages = (images: readonly PlannedImage[]) => readonly PlannedImage[];

/**
 * The images of a run, which are kept before anybody hears of them; `undefined` where the deadline
 * came before, and the lists of tags that were read until then are kept.
 *
 * An abort rejects with its reason where somebody can take the run over. Nobody can where
 * nothing is kept: there it fails every image that has no outcome.
 */
export async function expandRun(
  definition: Definition,
  { runId, untilMs, choose = (images) => images, ...call }: ExpandRunCall,
  { repositories, clock, expansions, listener }: ExpandRunDependencies,
): Promise<readonly PlannedImage[] | undefined> {
  const kept = await expansions?.read(runId);
  if (kept) return kept;
  const options = { repositories, listener, tagLists: expansions && tagListsOf(runId, expansions) };
  const expand = (within: CallOptions) =>
    expandDefinition(definition, { ...options, ...within } satisfies ExpandOptions);
  const expanded = await beforeDeadline({ clock, untilMs, ...call }, expand);
  if (!expanded) return undefined;
  if (expansions) {
    call.signal?.throwIfAborted();
    return await expansions.keep(runId, choose(expanded));
  }
  const images = choose(expanded);
  return call.signal?.aborted ? images.map(endedBy(call.signal.reason)) : images;
}

function tagListsOf(runId: string, expansions: Expansions): TagLists {
  return {
    read: (source) => expansions.readTags(runId, source),
    keep: (source, tags) => expansions.keepTags(runId, source, tags),
  };
}

/** Fails what has no outcome yet. */
function endedBy(reason: unknown): (image: PlannedImage) => PlannedImage {
  return (image) => (image.kind === 'settled' ? image : failedBy(reason, namesOf(image)));
}
