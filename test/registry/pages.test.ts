import { describe, expect, it } from 'vitest';
import { listPages } from '../../lib/registry/pages.ts';
import type { Registry } from '../../lib/registry/registry.ts';

const REQUEST = {
  method: 'GET',
  url: new URL('https://registry.example/v2/app/tags/list'),
  scopes: [],
};

/** Gives `items` of the page that its address names, and leads on from every page but the last. */
function paging(items: (page: number) => readonly string[], last = Number.POSITIVE_INFINITY) {
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
        body: (async function* () {})(),
        onEnd: () => {},
        discard: async () => {},
        close: () => {},
      });
    },
  };
  const reader = { read: async () => items(asked.length), keyOf: (item: string) => item };
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

  it('takes an overlap of pages for progress', async () => {
    const { pages } = paging((page) => [`${page}`, `${page + 1}`], 300);

    expect(new Set(await flat(pages())).size).toBe(301);
  });

  it('reads to the end of a list with a hundred empty pages', async () => {
    const { pages } = paging((page) => (page === 100 ? ['a'] : []), 101);

    expect(await flat(pages())).toEqual(['a']);
  });
});
