import { SyncerError } from '../errors.ts';
import { digestOf } from '../oci/digest.ts';
import { formatPlatformSelector, parsePlatformSelector } from '../oci/platform-selector.ts';
import { formatReference, parseReference, type Reference } from '../oci/reference.ts';
import type { Definition, ImageSettings } from './definition.ts';
import { withoutPin, withTag } from './references.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/** Two names between which nothing can be copied. */
export class ImageNamesError extends SyncerError {
  override readonly name = 'ImageNamesError';
  readonly kind = 'definition';
  readonly code = 'INVALID_DEFINITION';
  readonly retryable = false;
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Where an image that stands in no file is said to be written. */
const NOWHERE = { file: 'the command', line: 1, column: 1 };

/**
 * The definition of one image.
 *
 * A target without a tag has that of the source; where the source has none either,
 * being named by its digest, nothing is tagged. Throws `InvalidReferenceError`,
 * `InvalidPlatformError` and {@link ImageNamesError}.
 */
export function defineImage(
  source: string,
  target: string,
  { platforms, requirePlatforms, ...settings }: Partial<ImageSettings> = {},
): Definition {
  const from = withTag(parseReference(source));
  const to = targetOf(from, target);
  return {
    version: digestOf(new TextEncoder().encode(`${formatReference(from)} ${formatReference(to)}`)),
    images: [
      {
        kind: 'named',
        ...DEFAULT_SETTINGS,
        ...settings,
        ...(platforms && { platforms: platforms.map(canonical) }),
        ...(requirePlatforms && { requirePlatforms: requirePlatforms.map(canonical) }),
        source: from,
        target: to,
        place: NOWHERE,
      },
    ],
    registries: new Map(),
    warnings: [],
  };
}

function targetOf(source: Reference, text: string): Reference {
  const written = parseReference(text);
  const target = written.tag || written.digest ? written : { ...written, ...nameIn(source) };
  if (target.digest && target.digest !== source.digest) {
    throw new ImageNamesError(
      `the target ${formatReference(target)} has a digest that the source does not name`,
      'write a tag for the target, or the same digest for both',
    );
  }
  const name = formatReference(withoutPin(target));
  if (name === formatReference(withoutPin(source))) {
    const hint = 'name another registry, repository or tag for the target';
    throw new ImageNamesError(`${name} is source and target at once`, hint);
  }
  return withoutPin(target);
}

function nameIn({ tag, digest }: Reference): Pick<Reference, 'tag' | 'digest'> {
  return tag === undefined ? { ...(digest && { digest }) } : { tag };
}

function canonical(selector: string): string {
  return formatPlatformSelector(parsePlatformSelector(selector));
}
