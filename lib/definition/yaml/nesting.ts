import { Lexer } from 'yaml';

/** A definition has 5 levels; the rest is for what may be wrong in it and shall be named. */
const MOST_LEVELS = 100;

/** Each level costs a column at least, so that this bounds the levels made by indentation. */
const WIDEST_INDENTATION = 200;

/** Tokens with which the lexer marks what follows, without a counterpart in the text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001F']);

/**
 * The offset at which `text` nests so deep that parsing it would exhaust the
 * stack or, at some millions of brackets, the memory; `undefined` for any
 * text that can be parsed.
 */
export function tooDeepAt(text: string): number | undefined {
  let [offset, brackets, indicators, indentation] = [0, 0, 0, 0];
  let isAtStart = true;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1);
    else if (token === '-' || token === '?') indicators += 1;
    else if (token.endsWith('\n')) [indicators, indentation] = [0, 0];

    const isBlank = token.trim() === '';
    if (isAtStart && isBlank) indentation = token.length;
    else if (brackets + indicators > MOST_LEVELS || indentation > WIDEST_INDENTATION) return offset;
    isAtStart = token.endsWith('\n');
    if (!MARKS.has(token)) offset += token.length;
  }
  return undefined;
}
