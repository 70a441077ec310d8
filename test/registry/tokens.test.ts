import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { countAsked } from '../support/asked.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start({ authentication: { kind: 'bearer' } });
  await store(image(), registry.storage, { repository: 'app', tag: '1' });
  repository = fixture().app(registry);
});

/** Has the token service answer with `body`. */
function answer(body: string, status = 200): void {
  registry.play({ path: '/token', do: { kind: 'status', status, body } });
}

describe('a token service', () => {
  it.each([
    '{"token":"t"}',
    '{"access_token":"t"}',
    '{"token":"","access_token":"t"}',
    '{"token":"t","access_token":"other","expires_in":300}',
  ])('gives a token by %s', async (body) => {
    answer(body);

    await expect(repository.resolve('1')).rejects.toMatchObject({ status: 401 });

    expect(registry.requests.at(-1)?.headers.authorization).toBe('Bearer t');
  });

  it.each(['{}', '', '<html>', '{"token":7}', '[]', '{"token":""}'])(
    'that answers %j gives none',
    async (body) => {
      answer(body);

      await expect(repository.resolve('1')).rejects.toMatchObject({
        code: 'UNEXPECTED_RESPONSE',
        message: expect.stringContaining('without a token'),
      });
    },
  );

  it('that answers without end is not read for ever', async () => {
    answer(`{"token":"${'t'.repeat(1024 * 1024)}"}`);

    await expect(repository.resolve('1')).rejects.toMatchObject({ code: 'CONTENT_TOO_LARGE' });
  });

  it('that lets nobody in has the reader told where credentials are given', async () => {
    answer('', 401);
    const app = fixture().app(registry, { credentialsPlace: 'in a file' });

    await expect(app.resolve('1')).rejects.toMatchObject({
      hint: 'check that the repository exists and give credentials for its registry in a file',
    });
  });

  it('that has trouble is asked again', async () => {
    registry.play({ path: '/token', times: 2, do: { kind: 'status', status: 503 } });

    await expect(repository.resolve('1')).resolves.toBeDefined();

    expect(countAsked(registry, 'GET', /^\/token$/)).toBe(3);
  });

  it('that has trouble for ever is reported as such', async () => {
    answer('', 503);

    await expect(repository.resolve('1')).rejects.toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      message: expect.stringContaining('/token answered 503'),
    });
  });

  it('that never answers can be waited for until an abort', async () => {
    registry.play({ path: '/token', do: { kind: 'stall' } });
    const abort = new AbortController();
    const reason = new Error('interrupted');
    const waiting = repository.resolve('1', { signal: abort.signal });
    await expect.poll(() => countAsked(registry, 'GET', /^\/token$/)).toBe(1);

    abort.abort(reason);

    await expect(waiting).rejects.toBe(reason);
  });
});
