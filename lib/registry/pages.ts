import { readBounded } from '../content/bounded.ts';
import { ProtocolError } from './errors.ts';
import { nextPage } from './link.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

/** A page of a thousand of the longest names, or of the largest index, and room to spare. */
const LARGEST_PAGE_BYTES = 16 * 1024 * 1024;

/** Whoever lists has all of it in memory, and planners have several lists: half a million of names as long as 60 letters. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Five times what a repository of ECR takes; short names cost more memory than bytes. */
const MOST_ITEMS = 500_000;

/** A request each, however little they bring. */
const MOST_PAGES = 10_000;

/** Registries that leave out what one may not see give an empty page now and then, never so many. */
const MOST_IDLE_PAGES = 100;

/** What a list is of. */
export interface PageReader<T> {
  /** Names a page in errors. */
  readonly what: string;
  readonly parse: (bytes: Uint8Array, response: WireResponse) => readonly T[];
  /** The same for an item that is listed twice. */
  readonly keyOf: (item: T) => string;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly byteLength: number;
  readonly next: URL | undefined;
}

/**
 * Gives the items of each page of a list, empty pages too, as far as `Link` leads: distribution
 * specification, "Content Discovery". A list without an end or of more than fits into memory is an error,
 * and so is a page that leads back to an earlier one or to another origin: never the end of the list.
 */
export async function* listPages<T>(
  registry: Pick<Registry, 'request'>,
  request: Omit<RegistryRequest, 'accept'>,
  { what, parse, keyOf }: PageReader<T>,
): AsyncGenerator<readonly T[], void, undefined> {
  const readPage = async (response: WireResponse): Promise<Page<T>> => {
    const bytes = await readBounded(response.body, LARGEST_PAGE_BYTES, what);
    const items = parse(bytes, response);
    return { items, byteLength: bytes.byteLength, next: nextPage(response) };
  };
  const progress = new Progress(request);
  let url: URL | undefined = request.url;
  while (url) {
    progress.begin(url);
    const page: Page<T> = await registry.request({ ...request, url, accept: [200] }, readPage);
    progress.end(page.items.map(keyOf), page);
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
  #items = 0;
  #bytes = 0;

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

  end(keys: readonly string[], { byteLength }: { readonly byteLength: number }): void {
    this.#items += keys.length;
    this.#bytes += byteLength;
    if (this.#items > MOST_ITEMS) {
      throw new ProtocolError(this.#request, `the list has more than ${MOST_ITEMS} items`);
    }
    if (this.#bytes > MOST_BYTES) {
      throw new ProtocolError(this.#request, `the list is longer than ${MOST_BYTES} bytes`);
    }
    const before = this.#keys.size;
    for (const key of keys) this.#keys.add(key);
    if (this.#keys.size === before) this.#idlePages += 1;
  }
}
