import { isLayoutText } from '../oci/layout-name.ts';
import { parseReference, type Reference } from '../oci/reference.ts';
import type { Place } from './errors.ts';
import type { Findings } from './findings.ts';

/** A string of the definition, or of the command line, with the place it stands at. */
export interface Written {
  readonly text: string;
  readonly place: Place;
}

/** The reference that stands at a place, or `undefined` after recording that there is none. */
export function readReference(
  written: Written,
  name: string,
  findings: Findings,
): Reference | undefined {
  if (refuseUrl(written, name, findings)) return undefined;
  return findings.attempt(written.place, () => parseReference(written.text));
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const AT_WITHOUT_DIGEST = /@(?!sha(?:256|512):)/;

/**
 * Whether the text looks like a URL, which is recorded of the thing called `name`.
 *
 * The text itself is not printed, since a URL may hold a password.
 */
export function refuseUrl({ text, place }: Written, name: string, findings: Findings): boolean {
  // The name of a folder may have an @, and no password.
  if (isLayoutText(text)) return false;
  const [scheme] = SCHEME.exec(text) ?? [];
  if (scheme !== undefined) {
    findings.refuse(
      place,
      `${name} begins with ${scheme}`,
      'begin with the host, such as quay.io/',
    );
    return true;
  }
  if (!AT_WITHOUT_DIGEST.test(text)) return false;
  const hint = 'write @sha256: and 64 lower-case hex digits, or remove the @';
  findings.refuse(place, `${name} has an @ without a digest after it`, hint);
  return true;
}

/** A reference with the tag that is meant where none is written. */
export function withTag(reference: Reference): Reference {
  return reference.tag || reference.digest ? reference : { ...reference, tag: 'latest' };
}

/** What an image is called: a digest beside a tag only says what the tag is expected to be. */
export function withoutPin({ digest, ...name }: Reference): Reference {
  return name.tag === undefined && digest ? { ...name, digest } : name;
}
