import { RE2JS, RE2JSException } from 're2js';
import { quoted } from '../oci/quoted.ts';
import { isTag, TAG_RULE, type Tag } from '../oci/reference.ts';
import type { TagPattern } from './definition.ts';
import type { Explanation } from './errors.ts';
import type { Findings } from './findings.ts';
import type { Written } from './references.ts';

/** What a glob is made of, besides the letters of tags. */
const WILDCARDS = /[*?]/g;

/**
 * Reads an exact tag, a glob with `*` and `?`, or a regular expression between slashes; returns
 * `undefined` after recording that the text is none of them.
 */
export function readTagPattern(
  { text, place }: Written,
  findings: Findings,
): TagPattern | undefined {
  const pattern = patternOf(text);
  const problem = problemOf(pattern, text);
  if (!problem) return pattern;
  findings.refuse(place, problem.message, problem.hint);
  return undefined;
}

function patternOf(text: string): TagPattern {
  if (text.startsWith('/')) return { kind: 'regex', text: text.replace(/^\/|\/$/g, '') };
  return { kind: text.search(WILDCARDS) === -1 ? 'exact' : 'glob', text };
}

function problemOf(pattern: TagPattern, text: string): Explanation | undefined {
  switch (pattern.kind) {
    case 'regex':
      return problemOfRegex(pattern.text, text);
    case 'glob':
      if (isTag(`x${pattern.text.replaceAll(WILDCARDS, '')}`)) return undefined;
      return {
        message: `${quoted(text)} matches no tag`,
        hint: 'a glob has letters, digits, dots, dashes, underscores, * and ?; write /…/ for a regular expression',
      };
    case 'exact':
      if (isTag(pattern.text)) return undefined;
      return { message: `${quoted(text)} is not a tag`, hint: TAG_RULE };
  }
}

function problemOfRegex(source: string, text: string): Explanation | undefined {
  if (text.length < 3 || !text.endsWith('/')) {
    return {
      message: `${quoted(text)} is not a regular expression`,
      hint: 'write it between two slashes, such as /^v1\\./',
    };
  }
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return {
      message: `${quoted(text)} cannot be used: ${error.message}`,
      hint: "write it in Go's syntax (RE2), which has neither look-around nor back-references",
    };
  }
}

/** Tests tags against patterns: whether one of them matches. */
export function matcherOf(patterns: readonly TagPattern[]): (tag: Tag) => boolean {
  // Lists of tags and of patterns may both be long, and most patterns are exact.
  const exact = new Set(patterns.filter(({ kind }) => kind === 'exact').map(({ text }) => text));
  const expressions = patterns.flatMap(expressionsOf);
  return (tag) => exact.has(tag) || expressions.some((expression) => expression.test(tag));
}

function expressionsOf({ kind, text }: TagPattern): readonly RE2JS[] {
  if (kind === 'exact') return [];
  return [RE2JS.compile(kind === 'regex' ? text : regexOf(text))];
}

function regexOf(glob: string): string {
  const body = RE2JS.quote(glob).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  return `^${body}$`;
}
