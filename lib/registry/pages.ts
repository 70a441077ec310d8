import { ProtocolError } from './errors.ts';
import { nextPage } from './link.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

/** A page of a thousand of the longest names, or of the largest index, and room to spare. */
export const LARGEST_PAGE_BYTES = 16 * 1024 * 1024;

interface Page<T> {
  readonly content: T;
  readonly next: URL | undefined;
}

/**
 * Gives what `read` makes of each page of a list, as far as `Link` leads: distribution specification,
 * "Content Discovery". A page that leads back to an earlier one, or to another origin, is an error,
 * never the end of the list.
 */
export async function* listPages<T>(
  registry: Registry,
  request: Omit<RegistryRequest, 'accept'>,
  read: (response: WireResponse) => Promise<T>,
): AsyncGenerator<T, void, undefined> {
  const readPage = async (response: WireResponse): Promise<Page<T>> => ({
    content: await read(response),
    next: nextPage(response),
  });
  const seen = new Set<string>();
  let url: URL | undefined = request.url;
  while (url) {
    if (seen.has(url.href)) {
      throw new ProtocolError({ ...request, url }, 'the list leads back to itself');
    }
    seen.add(url.href);
    const page: Page<T> = await registry.request({ ...request, url, accept: [200] }, readPage);
    yield page.content;
    url = page.next;
  }
}
