import { type Answer, jsonAnswer } from './answer.ts';
import { Refusal } from './refusal.ts';
import type { RegistryRequest } from './registry-request.ts';

export interface PagingOptions {
  /** The most names of one page, whatever the client asks for. */
  readonly pageSize: number;
  /** Makes the document of a page's names. */
  readonly document: (names: readonly string[]) => unknown;
}

/**
 * Answers one page of `names` in ASCII order and links to the next:
 * distribution specification, "Content Discovery".
 */
export function answerPage(
  { path, query }: RegistryRequest,
  names: readonly string[],
  { pageSize, document }: PagingOptions,
): Answer {
  const last = query.get('last');
  const count = Math.min(parseCount(query.get('n')) ?? pageSize, pageSize);
  const rest = names.toSorted(ascii).filter((name) => last === null || ascii(name, last) > 0);
  const page = rest.slice(0, count);
  const final = page.at(-1);
  if (final === undefined || page.length === rest.length) return jsonAnswer(200, document(page));

  const next = new URLSearchParams({ n: String(count), last: final });
  return jsonAnswer(200, document(page), {
    'Content-Type': 'application/json',
    Link: `<${path}?${next}>; rel="next"`,
  });
}

function parseCount(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Refusal('UNSUPPORTED', `n is ${JSON.stringify(text)}, not a number`, { status: 400 });
}

function ascii(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
