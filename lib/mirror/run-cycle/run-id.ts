import { createHash } from 'node:crypto';
import { decodeTime, encodeTime } from 'ulid';
import type { Digest } from '../../oci/digest.ts';

/** What brings a run about, such as an event: told twice, it is the same. */
export interface Cause {
  readonly identity: string;
  /** When it happened, in milliseconds since the epoch. */
  readonly atMs: number;
}

/** Crockford's alphabet, of which ULIDs are made: https://github.com/ulid/spec */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/**
 * The id of the run that `cause` brings about for one version of the definition: the same one
 * whenever it is asked, as long as `earlier` has it. It is later than every other one of `earlier`,
 * whatever the clocks of two causes say, since the ledger takes the greater id for the later run.
 */
export function runIdFor(cause: Cause, version: Digest, earlier: readonly string[]): string {
  const random = randomPart(`${cause.identity}\n${version}`);
  const own = earlier.find((id) => id.slice(TIME_LENGTH) === random);
  if (own !== undefined) return own;
  const latest = Math.max(...earlier.map((id) => decodeTime(id)), 0);
  return `${encodeTime(Math.max(cause.atMs, latest + 1), TIME_LENGTH)}${random}`;
}

/** The 80 bits that tell two runs of one millisecond apart. */
function randomPart(text: string): string {
  const bits = BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 20)}`);
  return Array.from({ length: RANDOM_LENGTH }, (_, index) =>
    ALPHABET.charAt(Number((bits >> BigInt(5 * (RANDOM_LENGTH - 1 - index))) & 31n)),
  ).join('');
}
