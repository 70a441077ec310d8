import { MOST_ENTRIES } from '../definition/entry-limit.ts';
import type { Place } from '../definition/errors.ts';
import { SyncerError } from '../errors.ts';
import { formatReference, isLayout, type Reference } from '../oci/reference.ts';

/** The source reference names nothing. */
export class ImageNotFoundError extends SyncerError {
  override readonly name = 'ImageNotFoundError';
  readonly kind = 'not-found';
  readonly code = 'NOT_FOUND';
  readonly hint: string;
  readonly retryable = false;

  constructor(reference: Reference) {
    super(`${formatReference(reference)} does not exist`);
    this.hint = isLayout(reference)
      ? 'check the path, which begins at the folder that image-syncer runs in, and the names in its index.json'
      : 'check the spelling of repository and tag, and that upstream still publishes it';
  }
}

/** Another worker writes the same target tag and did not finish in time. */
export class LeaseHeldError extends SyncerError {
  override readonly name = 'LeaseHeldError';
  readonly kind = 'transient';
  readonly code = 'LEASE_HELD';
  readonly hint = 'another run copies this image: wait for it, or run again later';
  readonly retryable = true;

  constructor(target: string, waitedMs: number) {
    super(`another worker has held the lease on ${target} for ${Math.round(waitedMs / 1000)} s`);
  }
}

/** The lease on a target tag went to another worker while this one was writing. */
export class LeaseLostError extends SyncerError {
  override readonly name = 'LeaseLostError';
  readonly kind = 'transient';
  readonly code = 'LEASE_LOST';
  readonly hint = 'another run took over this image: look at its outcome, or run again';
  readonly retryable = true;

  constructor(target: string) {
    super(`the lease on ${target} went to another worker`);
  }
}

/** A run's time was over before anybody told what became of an image. */
export class LostImageError extends SyncerError {
  override readonly name = 'LostImageError';
  readonly kind = 'transient';
  readonly code = 'LOST';
  readonly hint =
    'look at the dead letters and at the log of the workers; the next run looks at the image again, and so does image-syncer retry';
  readonly retryable = true;

  constructor(target: string) {
    super(`nobody told what became of ${target} before the time of the run was over`);
  }
}

/** What a call names is not in the definition, so that there is nothing to run. */
export class NothingChosenError extends SyncerError {
  override readonly name = 'NothingChosenError';
  readonly kind = 'definition';
  readonly code = 'EMPTY_SELECTION';
  readonly hint =
    'name sources or targets as the definition has them or in full; * stands for any characters, ? for one';
  readonly retryable = false;

  constructor(names: readonly string[]) {
    const some = names.slice(0, 5).join(', ');
    super(`no image of the definition matches ${some}${names.length > 5 ? ' or any other' : ''}`);
  }
}

/** A selection of tags, or one of its patterns, finds nothing; `what` says which. */
export class EmptySelectionError extends SyncerError {
  override readonly name = 'EmptySelectionError';
  readonly kind = 'definition';
  readonly code = 'EMPTY_SELECTION';
  readonly hint = 'correct what selects the tags, or write allowEmpty: true where that is meant';
  readonly retryable = false;

  constructor(place: Place, what: string) {
    super(`${formatPlace(place)}: ${what}`);
  }
}

/** A selection finds more tags than the run has room for. */
export class SelectionTooLargeError extends SyncerError {
  override readonly name = 'SelectionTooLargeError';
  readonly kind = 'definition';
  readonly code = 'SELECTION_TOO_LARGE';
  readonly hint =
    'narrow the selection, with latest or semver for example, or divide the images among several definitions';
  readonly retryable = false;

  /** `most` is what the rest of the run has left of the limit. */
  constructor(place: Place, count: number, most: number) {
    super(
      `${formatPlace(place)}: the selection finds ${count} tags, and there is room for ${most} more: a run has ${MOST_ENTRIES} images at most`,
    );
  }
}

/** A source as it is called, and where the definition names or selects it. */
export interface NamedAt {
  readonly name: string;
  readonly place: Place;
}

/** A target would have to hold two images, or one in two ways, and none has the better claim to it. */
export class AmbiguousTargetError extends SyncerError {
  override readonly name = 'AmbiguousTargetError';
  readonly kind = 'definition';
  readonly code = 'TARGET_AMBIGUOUS';
  readonly hint = 'give one of the two another target or tag, or select fewer tags';
  readonly retryable = false;

  /** `one` and `other` have the same name where only their settings differ. */
  constructor(target: string, one: NamedAt, other: NamedAt) {
    const [first, second] = [one, other].map(({ place }) => formatPlace(place));
    super(
      one.name === other.name
        ? `${target} is to hold ${one.name} with different settings, by ${first} and by ${second}`
        : `${target} has two sources, ${one.name} by ${first} and ${other.name} by ${second}`,
    );
  }
}

function formatPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
