/** A JSON object whose members are not known yet. */
export type JsonObject = { readonly [member: string]: unknown };

/** Whether a parsed value is an object: neither array nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that `json`, text or bytes of UTF-8, spells; `undefined` where it is anything else. */
export function readObject(json: string | Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(
      typeof json === 'string' ? json : new TextDecoder().decode(json),
    );
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
  const value: unknown = JSON.parse(text);
  refuseDuplicateMembers(text);
  return value;
}

/** Strings and structure of valid JSON; what stands between them are numbers, words and spaces. */
export const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

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
  if (members?.has(member)) throw new SyntaxError(`member ${JSON.stringify(member)} stands twice`);
  members?.add(member);
}
