import { quoted } from '../../oci/quoted.ts';
import type { Explanation } from '../errors.ts';
import { nearestKey } from '../nearest-key.ts';
import { oneOf } from '../spelling.ts';
import type { Located, Path } from '../yaml/located-value.ts';
import { keysAt } from './known-keys.ts';

/** A complete definition that fits on a line, in YAML as in a message. */
export const SMALLEST_DEFINITION =
  'images: [{ source: busybox:1.36, target: registry.example/mirror/busybox }]';

/** What the schema wants at a place: the words for it, and the words it chooses from. */
export interface Expectation {
  readonly expected: string;
  readonly choices?: readonly string[];
}

/** What is wrong with the value at `path`, of which `found` is `undefined` where it is missing. */
export function explainValue(
  path: Path,
  found: Located | undefined,
  { expected, choices = [] }: Expectation,
): Explanation {
  const name = nameOf(path);
  if (found === undefined) return { message: `${name} is missing`, hint: hintForMissing(path) };
  return {
    message: `${name} is ${describe(path, found)}, expected ${expected}`,
    hint: hintFor(path, found, { expected, choices }),
  };
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  return typeof last === 'number'
    ? `item ${last + 1} of ${nameOf(path.slice(0, -1))}`
    : String(last);
}

/** Settings of a registry that nobody would write a secret into. */
const PUBLIC_SETTINGS: readonly unknown[] = [
  'plainHttp',
  'insecure',
  'maxConnections',
  'ca',
  'clientCertificate',
  'clientKey',
  'privateAddresses',
  'uploads',
];

function isSecret(path: Path): boolean {
  return path[0] === 'registries' && !PUBLIC_SETTINGS.includes(path.at(-1));
}

function describe(path: Path, { value, written }: Located): string {
  if (value === null || value === '') return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  if (isSecret(path)) return `a ${typeof value}`;
  return typeof value === 'string' ? quoted(value) : (written ?? String(value));
}

function hintForMissing(path: Path): string {
  const key = path.at(-1);
  if (key === 'images') return `the smallest definition is ${SMALLEST_DEFINITION}`;
  if (key === 'source') return 'name the image to copy, such as source: busybox:1.36';
  if (key === 'artifactTypes') return 'name the types to copy, or write referrers: true for all';
  if (key === 'ecrRole') return 'write the ARN of the role to assume';
  return 'write username and password together';
}

function hintFor(path: Path, found: Located, { expected, choices }: Required<Expectation>): string {
  const { value, written } = found;
  if (path.length === 0 || path.join() === 'images') return hintForMissing(['images']);
  if (value === null || value === '') return 'write a value, or remove the line';
  if (path.at(-1) === 'tag' && Array.isArray(value)) return 'write tags in place of tag';
  const isList = expected === 'a list' || path.at(-1) === 'tags';
  if (isList && typeof value === 'string') return `write [${quoted(value)}]`;
  if (choices.length > 0) return `write ${nearestKey(String(value), choices) ?? oneOf(choices)}`;
  if (expected === 'a map') return hintForMap(path, value);
  if (expected.startsWith('a string') && typeof value !== 'object') {
    return isSecret(path) ? 'put it in quotes' : `put it in quotes: "${written ?? String(value)}"`;
  }
  return `write ${expected}`;
}

function hintForMap(path: Path, value: unknown): string {
  if (path[0] === 'images' && typeof value === 'string') return `write source: ${quoted(value)}`;
  if (path.join() === 'registries') return 'write a host and its settings below it';
  return `its keys are ${keysAt(path).join(', ')}`;
}
