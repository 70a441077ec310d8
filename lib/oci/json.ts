import { quoted } from './quoted.ts';

/** A JSON object whose members are not known yet. */
export type JsonObject = { readonly [member: string]: unknown };

/** Whether a parsed value is an object: neither array nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Documents of registries have ten levels. Millions of them keep the parser busy for seconds, and overflow
 * the stack of whatever prints or walks the value.
 */
const MOST_LEVELS = 100;

/** Parses JSON that others wrote, and throws `SyntaxError` also where it is nested deeper than any document is. */
export function parseJson(text: string): unknown {
  refuseDepth(text);
  return JSON.parse(text);
}

/** The object that `json`, text or bytes of UTF-8, spells; `undefined` where it is anything else. */
export function readObject(json: string | Uint8Array): JsonObject | undefined {
  try {
    const value = parseJson(typeof json === 'string' ? json : new TextDecoder().decode(json));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Parses JSON and throws `SyntaxError` where an object names a member twice.
 *
 * Parsers disagree on which of the two counts (RFC 8259, section 4), so such a
 * document could mean one image here and another to whoever runs it.
 */
export function parseStrictJson(text: string): unknown {
  const value = parseJson(text);
  refuseDuplicateMembers(text);
  return value;
}

/** Strings and structure of valid JSON; what stands between them are numbers, words and spaces. */
export const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** Looks at brackets outside of strings, whether or not the rest is JSON. */
function refuseDepth(text: string): void {
  let depth = 0;
  let isString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') isString = !isString;
    else if (isString) index += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > MOST_LEVELS) throw new SyntaxError(`it has more than ${MOST_LEVELS} levels`);
  }
}

/** A loop with a stack of its own, since nesting is the document's choice and recursion would overflow. */
function refuseDuplicateMembers(text: string): void {
  const members: (Set<string> | undefined)[] = [];
  let latest = '';

  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') members.push(new Set());
    else if (token === '[') members.push(undefined);
    else if (token === '}' || token === ']') members.pop();
    else if (token === ':') addMember(members.at(-1), JSON.parse(latest));
    else if (token !== ',') latest = token;
  }
}

function addMember(members: Set<string> | undefined, member: string): void {
  if (members?.has(member)) throw new SyntaxError(`member ${quoted(member)} stands twice`);
  members?.add(member);
}
