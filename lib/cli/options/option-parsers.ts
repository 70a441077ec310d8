import { InvalidArgumentError } from 'commander';

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

/** Parses how often something is tried again. */
export const parseRetries = wholeNumber(0, 20);
