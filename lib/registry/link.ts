import { RedirectError } from './errors.ts';
import { redact } from './redact.ts';
import type { WireResponse } from './transport.ts';

/** RFC 8288: a target in angle brackets, where commas are legal, and parameters quoted or not. */
const LINK = /<([^>]*)>((?:\s*;\s*[^\s;,="]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g;

const NEXT = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/i;

/** The next page of a list, `undefined` on the last one; throws where it is on another origin. */
export function nextPage({ url, headers }: WireResponse): URL | undefined {
  const { link } = headers;
  const target = link === undefined ? undefined : nextOf([link].flat().join(', '));
  if (target === undefined) return undefined;
  const next = URL.parse(target, url.href);
  if (next?.origin === url.origin) return next;
  throw new RedirectError(
    `the list at ${redact(url)} goes on at ${next ? redact(next) : 'no usable address'}, not at the same registry`,
  );
}

function nextOf(header: string): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(LINK)) {
    const [, quoted, plain] = NEXT.exec(parameters) ?? [];
    const relations = (quoted ?? plain ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('next')) return target;
  }
  return undefined;
}
