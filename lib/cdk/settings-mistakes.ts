import type * as z from 'zod';
import { oneOf } from '../definition/spelling.ts';
import { quoted } from '../oci/quoted.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** What the schema asks for, by zod's name for it. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a string, in quotes',
  number: 'a number, without quotes',
  int: 'a whole number, without quotes',
  boolean: 'true or false, without quotes',
  array: 'a list in [ ]',
  object: 'an object in { }',
  record: 'an object in { }',
};

/** What is expected where the schema itself has no words for it; for zod's `error`. */
export function expectationOf(issue: RawIssue): string | undefined {
  if (issue.code === 'invalid_type') return `expected ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `expected ${oneOf(issue.values.map(spelled))}`;
  if (issue.code === 'too_small') return `expected ${smallest(issue)}`;
  if (issue.code === 'too_big') return `expected ${issue.maximum} at most`;
  return undefined;
}

function smallest({ origin, minimum, inclusive }: RawIssue & { code: 'too_small' }): string {
  if (origin === 'string') return 'some text';
  if (origin === 'array') return 'one of them at least';
  return inclusive ? `${minimum} at least` : `more than ${minimum}`;
}

/** A line for each thing that `issue` is about: its place below the settings, what is expected there, and what was found. */
export function mistakesOf(issue: Issue): readonly string[] {
  const place = issue.path.map((key) => ` › ${String(key)}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${place} › ${key}: there is no such setting`);
  }
  return [`${place}: ${issue.message}${foundBy(issue)}`];
}

function foundBy({ code, input }: Issue): string {
  // What is between the members of a list or an object names them.
  if ((code === 'custom' || code === 'invalid_union') && typeof input === 'object') return '';
  return input === undefined ? ', but it is missing' : `, not ${spelled(input)}`;
}

function spelled(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
