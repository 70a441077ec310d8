import type { Digest } from '../../oci/digest.ts';
import { quoted } from '../../oci/quoted.ts';
import type { Reference, Tag } from '../../oci/reference.ts';
import type { Findings } from '../findings.ts';
import type { Written } from '../references.ts';
import type { AliyunName } from './name.ts';

/** One image and the name that it is to get. */
export interface NamePair {
  readonly source: Reference;
  readonly target: Reference;
}

/** What stands on both sides, the target also as the file writes it. */
export interface Sides {
  readonly source: AliyunName;
  readonly target: AliyunName;
  readonly written: Written;
}

/**
 * The images of a source with their targets: tags by position, or the source's where the target has none.
 *
 * By digest alone goes what has no tag on either side, and what the target names by digest only.
 * Empty after recording a mistake.
 */
export function pairNames(sides: Sides, findings: Findings): readonly NamePair[] {
  const { source, target } = sides;
  if (refuseDigest(sides, findings) || refuseCount(sides, findings)) return [];
  const { digest } = source;
  const isByDigest = target.digest !== undefined && target.tags.length === 0;
  const images: readonly (Tag | undefined)[] = source.tags.length > 0 ? source.tags : [undefined];
  return images.map((tag, position) => {
    const set = isByDigest ? undefined : (target.tags[position] ?? tag);
    return {
      source: named(source, tag, digest),
      target: set === undefined ? named(target, undefined, digest) : named(target, set),
    };
  });
}

function named({ repository }: AliyunName, tag?: Tag, digest?: Digest): Reference {
  return { ...repository, ...(tag !== undefined && { tag }), ...(digest && { digest }) };
}

function refuseDigest({ source, target, written }: Sides, findings: Findings): boolean {
  if (!target.digest || target.digest === source.digest) return false;
  const { text, place } = written;
  const reason = source.digest ? 'another digest than its source' : 'a digest and its source none';
  findings.refuse(
    place,
    `target ${quoted(text)} has ${reason}`,
    'remove the digest of the target: it follows from the source',
  );
  return true;
}

function refuseCount({ source, target, written }: Sides, findings: Findings): boolean {
  const expected = Math.max(source.tags.length, 1);
  const found = target.tags.length;
  if (found === 0 || found === expected) return false;
  findings.refuse(
    written.place,
    `target ${quoted(written.text)} has ${count(found, 'tag')} for ${count(expected, 'image')} of its source`,
    'write as many tags on both sides, or none in the target',
  );
  return true;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
