import { TOKEN } from './json.ts';

/** One member of an object, or element of an array, whose value is spelled from `start` to before `end`. */
export interface JsonPart {
  /** Absent in an array. */
  readonly name?: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where the outermost members or elements of valid JSON stand: for changing a document without
 * printing it anew, which would lose the order of members, the notation of numbers, and spaces.
 */
export function partsOf(json: string): readonly JsonPart[] {
  const parts: JsonPart[] = [];
  let start = 0;
  let name: string | undefined;
  for (const { token, index } of outermostTokens(json)) {
    const text = json.slice(start, index);
    if (token === ':') name = JSON.parse(text);
    else if (text.trim() !== '') {
      const from = index - text.trimStart().length;
      parts.push({
        ...(name !== undefined && { name }),
        start: from,
        end: from + text.trim().length,
      });
    }
    start = index + 1;
  }
  return parts;
}

interface Token {
  readonly token: string;
  readonly index: number;
}

/** The brackets of the outermost value, and what separates its parts. */
function* outermostTokens(json: string): Generator<Token, void, undefined> {
  let depth = 0;
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    if (token === '}' || token === ']') depth -= 1;
    const isSeparator = token === ',' || token === ':';
    if (depth === (isSeparator ? 1 : 0)) yield { token, index };
    if (token === '{' || token === '[') depth += 1;
  }
}

/** Puts other values, as JSON, to those members of an object that `values` names; the rest stays as it is spelled. */
export function replaceMembers(json: string, values: ReadonlyMap<string, string>): string {
  let text = '';
  let rest = 0;
  for (const { name = '', start, end } of partsOf(json)) {
    const value = values.get(name);
    if (value === undefined) continue;
    text += json.slice(rest, start) + value;
    rest = end;
  }
  return text + json.slice(rest);
}

/** Puts `parts`, as JSON, at the end of an array, or of an object where each has its name; all else stays as spelled. */
export function appendParts(json: string, parts: readonly string[]): string {
  const last = partsOf(json).at(-1);
  const position = last?.end ?? json.search(/[[{]/) + 1;
  const added = last ? ['', ...parts] : parts;
  return json.slice(0, position) + added.join(',') + json.slice(position);
}

/** Passes each element of an array through `edit`; those for which it gives nothing go, with their comma. */
export function editElements(
  json: string,
  edit: (element: string, position: number) => string | undefined,
): string {
  const parts = partsOf(json);
  const edited = parts.flatMap(({ start, end }, position) => {
    const element = edit(json.slice(start, end), position);
    const before = json.slice(parts[position - 1]?.end ?? 0, start);
    const space = before.slice(before.search(/[[,]/) + 1);
    return element === undefined ? [] : [space + element];
  });
  return `[${edited.join(',')}${json.slice(parts.at(-1)?.end ?? 1)}`;
}
