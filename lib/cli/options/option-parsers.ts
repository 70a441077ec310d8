import { InvalidArgumentError } from 'commander';
import { formatBytes } from '../../wording/quantities.ts';

/** Go's `strconv.ParseBool`, whose words kyma's image-syncer takes; any other word is an error. */
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** Parses a boolean option or variable: a typing error must not turn a dry run into a real one. */
export function parseBoolean(text: string): boolean {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw new InvalidArgumentError('Write true or false.');
}

/** Passes text on that is not empty, as a variable without a value is. */
export function nonEmpty(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('Write a value, or leave it out.');
}

/** Parses a comma list whose words look like `form`, and adds them to those that the option was given before. */
export function listOf(
  form: RegExp,
  example: string,
): (text: string, before?: readonly string[]) => readonly string[] {
  return (text, before = []) => {
    const words = text.split(',').map((word) => word.trim());
    if (words.every((word) => form.test(word))) return [...before, ...words];
    throw new InvalidArgumentError(`Write ${example}.`);
  };
}

/** A parser of whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
  };
}

const SIZE = /^(\d+) ?(B|KiB|MiB|GiB|TiB)?$/;

const BYTES_OF: Readonly<Record<string, number>> = {
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** A parser of sizes of `least` bytes or more: `64MiB`, `1GiB`, or a number of bytes. */
export function parseSize(least: number): (text: string) => number {
  return (text) => {
    const [, count, unit = 'B'] = SIZE.exec(text) ?? [];
    const bytes = Number(count) * (BYTES_OF[unit] ?? 1);
    if (Number.isSafeInteger(bytes) && bytes >= least) return bytes;
    const size = 'a size such as 64MiB, 1GiB or 67108864';
    throw new InvalidArgumentError(`Write ${size}, at least ${formatBytes(least)}.`);
  };
}

/** Parses how often something is tried again. */
export const parseRetries = wholeNumber(0, 20);
