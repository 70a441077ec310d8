import type { ImageSettings, NamedImage } from '../definition/definition.ts';
import { formatReference } from '../oci/reference.ts';
import { NOTHING_FOUND } from './findings.ts';
import type { Outcome } from './outcome.ts';
import { outcomeErrorOf } from './outcome-error.ts';

/** What stands at one position of a run: an image to request, or what has become of one already. */
export type PlannedImage = NamedImage | SettledImage;

/** An image, or an entry that came to none, whose outcome is known while the run is planned. */
export interface SettledImage {
  readonly kind: 'settled';
  readonly outcome: Outcome;
}

/** What an entry was about: `source` is a repository and `target` absent where no tag is known. */
export type Subject = Pick<Outcome, 'source'> & Partial<Pick<Outcome, 'target'>>;

/** Fails what is to be an image, before anybody was asked to sync it. */
export function failedBy(error: unknown, subject: Subject): SettledImage {
  return settled(subject, { status: 'failed', error: outcomeErrorOf(error) });
}

/** Skips what is to be an image, which its writer allowed for `reason`. */
export function skippedFor(reason: string, subject: Subject): SettledImage {
  return settled(subject, { status: 'skipped', reason });
}

function settled({ source, target = null }: Subject, found: Partial<Outcome>): SettledImage {
  const nothing = { ...NOTHING_FOUND, attempts: 0, durationMs: 0, error: null };
  return { kind: 'settled', outcome: { source, target, ...nothing, ...found } };
}

/** Both sides of an image, in full. */
export function namesOf({ source, target }: NamedImage): { source: string; target: string } {
  return { source: formatReference(source), target: formatReference(target) };
}

/** What holds for an image, whatever it is called and wherever that is written. */
export function settingsOf(image: NamedImage): ImageSettings {
  const { kind, source, target, place, ...settings } = image;
  return settings;
}
