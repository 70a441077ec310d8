import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { listPages } from '../../lib/registry/pages.ts';
import type { Registry } from '../../lib/registry/registry.ts';

const MIB = 1024 * 1024;

const REQUEST = {
  method: 'GET',
  url: new URL('https://registry.example/v2/app/tags/list'),
  scopes: [],
};

/** Gives `items` of the page that its address names, and leads on from every page but the last. */
function paging(
  items: (page: number) => readonly string[],
  last = Number.POSITIVE_INFINITY,
  pageBytes = 0,
) {
  const asked: string[] = [];
  const registry: Pick<Registry, 'request'> = {
    request: async ({ method, url }, consume) => {
      asked.push(url.href);
      const page = asked.length;
      return await consume({
        method,
        url,
        status: 200,
        headers: page < last ? { link: `<?page=${page + 1}>; rel="next"` } : {},
        body: Readable.from(pageBytes > 0 ? [Buffer.alloc(pageBytes)] : []),
        leadsTo: 'public',
        onEnd: () => {},
        discard: async () => {},
        close: () => {},
      });
    },
  };
  const reader = {
    what: 'a page',
    parse: () => items(asked.length),
    keyOf: (item: string) => item,
  };
  return { asked, pages: () => listPages(registry, REQUEST, reader) };
}

async function flat(pages: AsyncIterable<readonly string[]>): Promise<readonly string[]> {
  const items: string[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

describe('listPages', () => {
  it('reads ten thousand pages that bring something new, and no more', async () => {
    const { asked, pages } = paging((page) => [`${page}`]);

    await expect(flat(pages())).rejects.toMatchObject({
      code: 'UNEXPECTED_RESPONSE',
      message: 'GET https://registry.example/v2/app/tags/list: the list has more than 10000 pages',
    });

    expect(asked).toHaveLength(10_000);
  });

  it.each<[string, (page: number) => readonly string[]]>([
    ['are empty', () => []],
    ['repeat what came before', (page) => [`${page % 2}`, '0', '1']],
    ['are empty every other time', (page) => (page % 2 === 0 ? [`${page}`] : [])],
  ])('reads a hundred pages without anything new, where they %s', async (_, items) => {
    const { pages } = paging(items);

    await expect(flat(pages())).rejects.toThrow('after 100 pages without anything new');
  });

  it('has no more than half a million items in memory, new or not', async () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => `${index}`);
    const { asked, pages } = paging((page) => [...thousand, `${page}-new`]);

    await expect(flat(pages())).rejects.toThrow('the list has more than 500000 items');

    expect(asked).toHaveLength(500);
  });

  it('has no more than 32 MiB in memory, however few items they are', async () => {
    const { asked, pages } = paging((page) => [`${page}`], Number.POSITIVE_INFINITY, 10 * MIB);

    await expect(flat(pages())).rejects.toThrow('the list is longer than 33554432 bytes');

    expect(asked).toHaveLength(4);
  });

  it('takes an overlap of pages for progress', async () => {
    const { pages } = paging((page) => [`${page}`, `${page + 1}`], 300);

    expect(new Set(await flat(pages())).size).toBe(301);
  });

  it('reads to the end of a list with a hundred empty pages', async () => {
    const { pages } = paging((page) => (page === 100 ? ['a'] : []), 101);

    expect(await flat(pages())).toEqual(['a']);
  });
});
