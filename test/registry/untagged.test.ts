import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { ECR_PROFILE } from '../../lib/registry/host-profile.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { startDockerRegistry } from '../support/docker-registry.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  repository = fixture().app(registry);
});

function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  registry.play({ path: '/v2/app/tags/list', do: { kind: 'status', status, headers, body } });
}

describe('isUntagged', () => {
  it('is told of a repository that is not there', async () => {
    expect(await repository.isUntagged()).toBe(true);
  });

  it('is told of one whose manifests have no tag', async () => {
    await store(image(), registry.storage, { repository: 'app' });

    expect(await repository.isUntagged()).toBe(true);
  });

  it('is not told of one with a tag, by a list of one', async () => {
    await store(image(), registry.storage, { repository: 'app', tag: '1' });

    expect(await repository.isUntagged()).toBe(false);

    expect(registry.requests.map(({ query }) => query.get('n'))).toEqual(['1']);
  });

  it('does not ask ECR, where who may push may not list tags', async () => {
    repository = fixture().app(registry, { settings: { profile: ECR_PROFILE } });

    expect(await repository.isUntagged()).toBe(false);

    expect(registry.requests).toEqual([]);
  });

  it('is told by docker-registry until there is a tag', async () => {
    const { url, host, stop } = await startDockerRegistry();
    const far = fixture().app({ host });

    expect(await far.isUntagged()).toBe(true);

    await push(image(), url, { repository: 'app', tag: '1' });
    expect(await far.isUntagged()).toBe(false);
    await stop();
  });

  it.each([
    ['null for no tags', '{"name":"app","tags":null}'],
    ['an empty list', '{"name":"app","tags":[]}'],
  ])('takes %s for it', async (_, body) => {
    answer(200, body);

    expect(await repository.isUntagged()).toBe(true);
  });

  it.each([
    [
      'an empty page with others behind it',
      200,
      '{"tags":[]}',
      { link: '</v2/app/x>; rel="next"' },
    ],
    ['an object without tags', 200, '{}', {}],
    ['no JSON', 200, '<html>', {}],
    ['more than is worth reading', 200, `{"tags":["${'a'.repeat(70_000)}"]}`, {}],
    ['a registry without tag lists', 404, '404 page not found', {}],
    ['a refusal', 403, '{"errors":[{"code":"DENIED"}]}', {}],
    ['an accident', 503, '', {}],
  ])('takes %s for no answer, and asks once', async (_, status, body, headers) => {
    answer(status, body, headers);

    expect(await repository.isUntagged()).toBe(false);

    expect(registry.requests).toHaveLength(1);
  });

  it('ends with the reason of an abort', async () => {
    const reason = new Error('interrupted');

    await expect(repository.isUntagged({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
