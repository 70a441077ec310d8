import type { ErrorCode, YAMLError } from 'yaml';
import type { Explanation } from '../errors.ts';

const QUOTE = 'put the value in quotes';
const NO_ANCHORS = 'write the value without anchor, tag or alias';

const EXPLANATIONS: Readonly<
  Record<ErrorCode, readonly [reason: string | undefined, hint: string | null]>
> = {
  ALIAS_PROPS: ['an alias has an anchor or a tag', NO_ANCHORS],
  BAD_ALIAS: ['an anchor or alias is malformed', NO_ANCHORS],
  BAD_COLLECTION_TYPE: ['a tag does not fit its value', NO_ANCHORS],
  BAD_DIRECTIVE: ['a line that begins with % is not a directive', 'remove the line'],
  BAD_DQ_ESCAPE: ['an unknown escape sequence in double quotes', 'use single quotes'],
  BAD_INDENT: [undefined, 'indent what belongs together by the same number of spaces'],
  BAD_PROP_ORDER: ['an anchor or tag stands before an indicator', NO_ANCHORS],
  BAD_SCALAR_START: ['a value begins with a reserved character', QUOTE],
  BLOCK_AS_IMPLICIT_KEY: [
    'a second key or a list on the same line',
    'begin a new line, or put a value that holds a colon and a space in quotes',
  ],
  BLOCK_IN_FLOW: ['an indented map or list within brackets', 'close the bracket first'],
  DUPLICATE_KEY: ['a key stands twice', 'remove one of the two'],
  IMPOSSIBLE: ['the text cannot be understood here', null],
  KEY_OVER_1024_CHARS: [
    'a key is longer than 1024 characters',
    'write ? and a space before it, and its value in the next line after a colon and a space',
  ],
  MISSING_CHAR: [undefined, 'look for a colon, comma, bracket or quote missing here or before'],
  MULTILINE_IMPLICIT_KEY: ['a key goes over several lines', 'look for a missing colon'],
  MULTIPLE_ANCHORS: ['a value has two anchors', NO_ANCHORS],
  MULTIPLE_DOCS: ['the file holds several documents', 'keep one'],
  MULTIPLE_TAGS: ['a value has two tags', NO_ANCHORS],
  NON_STRING_KEY: ['a key is not a string', 'put the key in quotes'],
  RESOURCE_EXHAUSTION: ['the text is nested too deeply', 'a definition has no more than 5 levels'],
  TAB_AS_INDENT: ['a tab in the indentation', 'indent with spaces'],
  TAG_RESOLVE_FAILED: ['a tag that begins with ! is not known', 'quote a value that begins with !'],
  UNEXPECTED_TOKEN: [
    'text that does not belong here',
    'look for a bracket, quote or colon too many, here or before',
  ],
};

/**
 * What the parser's error means for the writer of a definition.
 *
 * The parser's own words are passed on only where they are fixed sentences: in
 * others it quotes the file, which may hold a password.
 */
export function explainSyntax({ code, message }: YAMLError): Explanation {
  const [reason, hint] = EXPLANATIONS[code];
  return { message: `not valid YAML: ${reason ?? lowerFirst(message)}`, hint };
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
