import { RedirectError } from './errors.ts';
import { redact } from './redact.ts';
import type { WireResponse } from './transport.ts';

/**
 * RFC 8288: a target in angle brackets, where commas are legal, and parameters quoted or not. No target has a
 * bracket itself, so that thousands of them are read once each.
 */
const LINK = /<([^<>]*)>((?:\s*;\s*[^\s;,="]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g;

/** One after another, since a quoted value may contain what looks like the next parameter. */
const PARAMETER = /;\s*([^\s;,="]+)(?:\s*=\s*(?:"([^"]*)"|([^\s;,"]*)))?/g;

/** The next page of a list, `undefined` on the last one; throws where it is on another origin. */
export function nextPage({ url, headers }: Pick<WireResponse, 'url' | 'headers'>): URL | undefined {
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
    if (relationsOf(parameters).includes('next')) return target;
  }
  return undefined;
}

function relationsOf(parameters: string): readonly string[] {
  for (const [, name, quoted, plain = ''] of parameters.matchAll(PARAMETER)) {
    if (name?.toLowerCase() === 'rel') return (quoted ?? plain).toLowerCase().split(/\s+/);
  }
  return [];
}
