import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const LIST = '/v2/app/tags/list';

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

async function start(pageSize = 100): Promise<void> {
  registry = await fixture().start({ pageSize });
  repository = fixture().app(registry);
}

beforeEach(() => start());

/** The next requests for a page get these, one after another. */
function answer(...pages: readonly { body: unknown; link?: string }[]): void {
  for (const { body, link } of pages) {
    const headers = link === undefined ? {} : { Link: link };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    registry.play({
      path: LIST,
      times: 1,
      do: { kind: 'status', status: 200, headers, body: text },
    });
  }
}

/** The pages before the list ends or fails. */
async function pages(): Promise<readonly (readonly string[])[]> {
  const read: (readonly string[])[] = [];
  for await (const page of repository.listTags()) read.push(page);
  return read;
}

describe('listTags', () => {
  it('asks for a thousand at a time', async () => {
    answer({ body: { tags: ['a'] } });

    expect(await pages()).toEqual([['a']]);

    expect(registry.requests[0]?.query.get('n')).toBe('1000');
  });

  it('follows the pages of a registry that gives fewer', async () => {
    await start(2);
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const tag of names) {
      await store(image(), registry.storage, { repository: 'app', tag });
    }

    expect(await pages()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it.each([
    ['relative', () => `<${LIST}?last=a>; rel="next"`],
    ['absolute', () => `<${registry.url.origin}${LIST}?last=a>; rel="next"`],
    ['not quoted', () => `<${LIST}?last=a>; rel=next`],
    ['one of several', () => `<${LIST}>; rel="first", <${LIST}?last=a>; rel="next"`],
  ])('follows a link that is %s', async (_, link) => {
    answer({ body: { tags: ['a'] }, link: link() }, { body: { tags: ['b'] } });

    expect(await pages()).toEqual([['a'], ['b']]);

    expect(registry.requests[1]?.query.get('last')).toBe('a');
  });

  it('follows a link with commas', async () => {
    answer({ body: { tags: ['a'] }, link: `<${LIST}?last=a,b>; rel="next"` }, { body: {} });

    await pages();

    expect(registry.requests[1]?.query.get('last')).toBe('a,b');
  });

  it('goes on after an empty page', async () => {
    answer(
      { body: { tags: ['a'] }, link: `<?last=a>; rel="next"` },
      { body: { tags: [] }, link: `<?last=b>; rel="next"` },
      { body: { tags: ['c'] } },
    );

    expect(await pages()).toEqual([['a'], [], ['c']]);
  });

  it.each([{ tags: null }, { tags: [] }, { name: 'app' }])('reads %j as no tags', async (body) => {
    answer({ body });

    expect((await pages()).flat()).toEqual([]);
  });

  it.each([
    ['the first page', `<${LIST}?n=1000>; rel="next"`],
    ['itself', `<?last=a>; rel="next"`],
  ])('fails when a page leads back to %s', async (_, link) => {
    const body = { tags: ['a'] };
    answer({ body, link: `<?last=a>; rel="next"` }, { body, link });

    await expect(pages()).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' });

    expect(registry.requests).toHaveLength(2);
  });

  it('fails where page after page repeats the first', async () => {
    const body = { tags: ['a', 'b'] };
    const endless = Array.from({ length: 110 }, (_, page) => ({
      body,
      link: `<?p=${page}>; rel="next"`,
    }));
    answer(...endless);

    await expect(pages()).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' });

    expect(registry.requests).toHaveLength(101);
  });

  it('fails when a page leads to another origin, and asks nothing there', async () => {
    const other = await fixture().start();
    answer({ body: { tags: ['a'] }, link: `<${other.url.origin}${LIST}>; rel="next"` });

    await expect(pages()).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' });

    expect(other.requests).toEqual([]);
  });

  it.each(['{"tags":{}}', '{"tags":[1]}', '{"tags":["a b"]}'])(
    'fails when a page is %j',
    async (body) => {
      answer({ body: { tags: ['a'] }, link: `<?last=a>; rel="next"` }, { body });

      await expect(pages()).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' });
    },
  );

  it.each(['', '<html>', '[]', 'null'])(
    'asks again for a page that is %j, as proxies send them with 200',
    async (body) => {
      answer(
        { body: { tags: ['a'] }, link: `<?last=a>; rel="next"` },
        { body },
        { body: { tags: ['b'] } },
      );

      expect(await pages()).toEqual([['a'], ['b']]);
    },
  );

  it('fails when a later page cannot be had', async () => {
    answer({ body: { tags: ['a'] }, link: `<?last=a>; rel="next"` });
    registry.play({ path: LIST, do: { kind: 'status', status: 503 } });

    await expect(pages()).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE' });
  });

  it('asks for a page that failed again, not for those before', async () => {
    answer({ body: { tags: ['a'] }, link: `<?last=a>; rel="next"` });
    registry.play({ path: LIST, times: 1, do: { kind: 'status', status: 503 } });
    answer({ body: { tags: ['b'] } });

    expect(await pages()).toEqual([['a'], ['b']]);

    expect(registry.requests.map(({ query }) => query.get('last'))).toEqual([null, 'a', 'a']);
  });

  it('fails where there is no repository', async () => {
    await expect(pages()).rejects.toMatchObject({ kind: 'not-found' });
  });
});
