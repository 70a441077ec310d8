import { describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { image } from '../../support/image-builder.ts';
import { push } from '../../support/push.ts';
import { codeOf, putBlob, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

async function pushTags(registry: EmbeddedRegistry, tags: readonly string[]): Promise<void> {
  for (const tag of tags) await push(image(), registry.url, { repository: 'team/app', tag });
}

/** The names of all pages, from the first at `path`. */
async function pages(registry: EmbeddedRegistry, path: string): Promise<unknown[]> {
  const names: unknown[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await request(registry, next);
    const { tags, repositories } = (await answer.json()) as Record<string, unknown>;
    names.push(tags ?? repositories);
    next = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return names;
}

describe('tags/list', () => {
  it('names the repository and its tags in ASCII order, manifests without tag left out', async () => {
    const registry = await start();
    await pushTags(registry, ['b', 'a', 'B']);
    await push(image({ seed: 2 }), registry.url, { repository: 'team/app' });

    const answer = await request(registry, '/v2/team/app/tags/list');

    expect(await answer.json()).toEqual({ name: 'team/app', tags: ['B', 'a', 'b'] });
  });

  it.each([
    ['', [['1', '2'], ['3', '4'], ['5']]],
    ['?n=4', [['1', '2'], ['3', '4'], ['5']]],
    ['?n=1&last=3', [['4'], ['5']]],
    ['?last=25', [['3', '4'], ['5']]],
    ['?last=5', [[]]],
    ['?n=0', [[]]],
  ])('pages tags/list%s by two at most', async (query, expected) => {
    const registry = await start({ pageSize: 2 });
    await pushTags(registry, ['1', '2', '3', '4', '5']);

    expect(await pages(registry, `/v2/team/app/tags/list${query}`)).toEqual(expected);
  });

  it('is empty where there are only blobs', async () => {
    const registry = await start();
    await putBlob(registry, 'app', Buffer.from('x'));

    expect(await pages(registry, '/v2/app/tags/list')).toEqual([[]]);
  });

  it.each([
    ['/v2/team/app/tags/list', 404, 'NAME_UNKNOWN'],
    ['/v2/_catalog?n=many', 400, 'UNSUPPORTED'],
    ['/v2/Team/tags/list', 400, 'NAME_INVALID'],
  ])('refuses %s', async (path, status, code) => {
    const answer = await request(await start(), path);

    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
  });
});

describe('_catalog', () => {
  it('names all repositories in pages', async () => {
    const registry = await start({ pageSize: 2 });
    for (const repository of ['c', 'a/b', 'a']) {
      await putBlob(registry, repository, Buffer.from('x'));
    }

    expect(await pages(registry, '/v2/_catalog')).toEqual([['a', 'a/b'], ['c']]);
  });
});
