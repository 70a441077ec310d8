import { ProtocolError } from './errors.ts';
import { nextPage } from './link.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

/** A page of a thousand of the longest names, or of the largest index, and room to spare. */
export const LARGEST_PAGE_BYTES = 16 * 1024 * 1024;

/** Ten million tags, where pages have a thousand. */
const MOST_PAGES = 10_000;

/** Registries that leave out what one may not see give an empty page now and then, never so many. */
const MOST_IDLE_PAGES = 100;

/** What a list is of. */
export interface PageReader<T> {
  readonly read: (response: WireResponse) => Promise<readonly T[]>;
  /** The same for an item that is listed twice. */
  readonly keyOf: (item: T) => string;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: URL | undefined;
}

/**
 * Gives the items of each page of a list, empty pages too, as far as `Link` leads: distribution
 * specification, "Content Discovery". A list without an end is an error, and so is a page that leads
 * back to an earlier one or to another origin: never the end of the list.
 */
export async function* listPages<T>(
  registry: Pick<Registry, 'request'>,
  request: Omit<RegistryRequest, 'accept'>,
  { read, keyOf }: PageReader<T>,
): AsyncGenerator<readonly T[], void, undefined> {
  const readPage = async (response: WireResponse): Promise<Page<T>> => ({
    items: await read(response),
    next: nextPage(response),
  });
  const progress = new Progress(request);
  let url: URL | undefined = request.url;
  while (url) {
    progress.begin(url);
    const page: Page<T> = await registry.request({ ...request, url, accept: [200] }, readPage);
    progress.end(page.items.map(keyOf));
    yield page.items;
    url = page.next;
  }
}

/** Notices that a list goes on and on. */
class Progress {
  readonly #request: Omit<RegistryRequest, 'accept'>;
  readonly #urls = new Set<string>();
  readonly #keys = new Set<string>();
  #idlePages = 0;

  constructor(request: Omit<RegistryRequest, 'accept'>) {
    this.#request = request;
  }

  begin(url: URL): void {
    if (this.#urls.has(url.href)) {
      throw new ProtocolError({ ...this.#request, url }, 'the list leads back to itself');
    }
    if (this.#urls.size === MOST_PAGES) {
      throw new ProtocolError(this.#request, `the list has more than ${MOST_PAGES} pages`);
    }
    if (this.#idlePages === MOST_IDLE_PAGES) {
      const problem = `the list goes on after ${MOST_IDLE_PAGES} pages without anything new`;
      throw new ProtocolError(this.#request, problem);
    }
    this.#urls.add(url.href);
  }

  end(keys: readonly string[]): void {
    const before = this.#keys.size;
    for (const key of keys) this.#keys.add(key);
    if (this.#keys.size === before) this.#idlePages += 1;
  }
}
