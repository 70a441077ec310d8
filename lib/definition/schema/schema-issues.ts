import type * as z from 'zod';
import { isObject } from '../../oci/json.ts';
import type { Findings } from '../findings.ts';
import { oneOf } from '../spelling.ts';
import type { LocatedDocument, Path } from '../yaml/located-value.ts';
import { explainNoKind, kindOf, leadsToCredentials } from './credential-kind.ts';
import { explainUnknownKey, meantKey } from './known-keys.ts';
import { MOST_CONNECTIONS } from './registry-schema.ts';
import { type Expectation, explainValue } from './wrong-value.ts';

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;

interface Context {
  readonly document: LocatedDocument;
  readonly findings: Findings;
}

/** Records what the schema has against the document, at the key or value that has to change. */
export function refuseIssue(issue: Issue, context: Context): void {
  if (hasNoKind(issue, context.document)) refuseKind(issue.path, context);
  else if (issue.code === 'unrecognized_keys') refuseKeys(issue.keys, issue.path, context);
  else if (issue.code === 'custom') refuseRule(issue, context);
  else if (issue.code === 'invalid_union') refuseUnion(issue, context);
  else refuseValue(issue.path, expectationOf(issue), context);
}

function refuseKeys(keys: readonly string[], path: Path, { document, findings }: Context): void {
  for (const key of keys) {
    const { message, hint } = explainUnknownKey(key, path);
    const place = document.find([...path, key])?.keyPlace ?? document.placeOf(path);
    findings.refuse(place, message, hint);
  }
}

/** A rule between keys, which carries its own words. */
function refuseRule(issue: Extract<Issue, { code: 'custom' }>, context: Context): void {
  const { document, findings } = context;
  const place = document.find(issue.path)?.keyPlace ?? document.placeOf(issue.path);
  findings.refuse(place, issue.message, String(issue.params?.['hint']));
}

function refuseValue(path: Path, expectation: Expectation, { document, findings }: Context): void {
  const found = document.find(path);
  if (found === undefined && isMisspelt(path, document)) return;
  const { message, hint } = explainValue(path, found, expectation);
  findings.refuse(document.placeOf(path), message, hint);
}

/** Whether what is missing is there under an unknown key, which is recorded as such. */
function isMisspelt(path: Path, document: LocatedDocument): boolean {
  const map = document.find(path.slice(0, -1))?.value;
  const keys = isObject(map) ? Object.keys(map) : [];
  return keys.some((key) => meantKey(key, path.slice(0, -1)) === path.at(-1));
}

/** What the schema asks for, by zod's name for it. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** What the schema asks for at keys whose values are more than of a type. */
const EXPECTED: Readonly<Record<string, string>> = {
  maxConnections: `a whole number from 1 to ${MOST_CONNECTIONS}`,
  latest: 'a whole number from 1',
  referrersRecheck: 'always, never or a duration such as 24h, 30m or 7d',
  proxy: 'none or a URL such as http://proxy.example:3128',
  tags: 'all, a list of tags or a map',
  referrers: 'true, false or a map',
  target: 'a string or a list of strings',
  include: 'a string or a list of strings',
  exclude: 'a string or a list of strings',
  credentials: 'a map',
};

function expectedAt(path: Path): string | undefined {
  if (leadsToCredentials(path)) return EXPECTED['credentials'];
  const key = path.at(-1);
  // Hosts may be called anything.
  const isHost = path[0] === 'registries' && path.length === 2;
  return typeof key === 'string' && !isHost ? EXPECTED[key] : undefined;
}

function expectationOf(issue: Exclude<Issue, UnionIssue>): Expectation {
  if (issue.code === 'invalid_value') {
    const choices = issue.values.map(String);
    return { expected: oneOf(choices), choices };
  }
  if (issue.code === 'too_small' && issue.origin === 'array') {
    return { expected: 'at least one item' };
  }
  const expected = expectedAt(issue.path);
  if (expected !== undefined) return { expected };
  const type = issue.code === 'invalid_type' ? issue.expected : 'string';
  return { expected: TYPES[type] ?? 'another value' };
}

/** Whether the issue comes of credentials that are of no kind or several, whatever zod makes of it. */
function hasNoKind({ code, path }: Issue, document: LocatedDocument): boolean {
  if (code !== 'unrecognized_keys' && code !== 'invalid_union') return false;
  const value = document.find(path)?.value;
  return leadsToCredentials(path) && isObject(value) && kindOf(value, path) === undefined;
}

function refuseKind(path: Path, { document, findings }: Context): void {
  const value = document.find(path)?.value;
  const { message, hint } = explainNoKind(isObject(value) ? value : {}, path);
  findings.refuse(document.placeOf(path), message, hint);
}

/** Judged as the choice that the writer made, by its type or by its keys. */
function refuseUnion({ path, errors }: UnionIssue, context: Context): void {
  const value = context.document.find(path)?.value;
  const isKind = leadsToCredentials(path) && isObject(value);
  const kind = isKind ? kindOf(value, path) : undefined;
  const issues = kind === undefined ? errors.flat().filter(isWithinChoice) : (errors[kind] ?? []);
  for (const issue of issues) refuseIssue({ ...issue, path: [...path, ...issue.path] }, context);
  if (issues.length > 0) return;
  refuseValue(path, { expected: expectedAt(path) ?? 'another value' }, context);
}

/** Issues of choices that were not made say no more than that the type or the word is another. */
function isWithinChoice({ code, path }: Issue): boolean {
  return path.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value');
}
