import { beforeEach, describe, expect, it } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Credentials } from '../../lib/registry/credentials.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { asked } from '../support/asked.ts';
import { ALICE, CREDENTIALS, guardedApp, MANIFEST } from '../support/guarded-app.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;

/** A registry that has `app:1` and guards it. */
async function guard(authentication: Authentication): Promise<EmbeddedRegistry> {
  registry = await guardedApp(fixture(), authentication);
  return registry;
}

function app(credentials?: Credentials): Repository {
  return fixture().app(registry, { settings: { credentials } });
}

describe('a registry of which one repository has a token service that fails', () => {
  it('still gives what another repository gives to everybody', async () => {
    registry = await fixture().start();
    await store(image(), registry.storage, { repository: 'open', tag: '1' });
    const realm = `Bearer realm="${registry.url}absent",service="x"`;
    registry.play({
      path: /\/app\//,
      do: { kind: 'status', status: 401, headers: { 'WWW-Authenticate': realm } },
    });
    const client = fixture().client({});
    const open = (repository: string) =>
      client.open({ registry: registry.host, repository }, 'pull');

    await expect(open('app').resolve('1')).rejects.toThrow();

    expect(await open('open').resolve('1')).toBeDefined();
  });
});

describe('a registry that asks for a user name and password', () => {
  beforeEach(async () => {
    await guard({ kind: 'basic', ...ALICE });
  });

  it('is told after its first refusal and at once from then on', async () => {
    const repository = app(CREDENTIALS);

    await repository.resolve('1');
    await repository.resolve('1');

    expect(asked(registry)).toEqual([
      `HEAD ${MANIFEST} 401`,
      `HEAD ${MANIFEST} 200`,
      `HEAD ${MANIFEST} 200`,
    ]);
  });

  it.each([
    ['no credentials', undefined, 1],
    ['a wrong password', { ...CREDENTIALS, password: 'wrong' }, 2],
    ['an access token', { kind: 'token', token: 't' } as const, 1],
  ])('is not asked again with %s', async (_, credentials, requests) => {
    await expect(app(credentials).resolve('1')).rejects.toMatchObject({
      kind: 'auth',
      code: 'AUTHENTICATION_FAILED',
      retryable: false,
    });

    expect(registry.requests).toHaveLength(requests);
  });
});

describe('a registry that does not take a user name and password', () => {
  it('is asked once more at most by each request', async () => {
    await guard({ kind: 'basic', ...ALICE });
    const repository = app({ ...CREDENTIALS, password: 'wrong' });

    for (let round = 0; round < 2; round += 1) {
      await expect(repository.resolve('1')).rejects.toMatchObject({ status: 401 });
    }

    expect(registry.requests).toHaveLength(3);
  });
});

describe('a registry that asks for tokens', () => {
  it('gives them to anybody who pulls', async () => {
    await guard({ kind: 'bearer', ...ALICE, anonymousPull: true });
    const name = { registry: registry.host, repository: 'app' };

    await fixture().client().open(name, 'pull').resolve('1');

    expect(asked(registry)).toEqual([
      `HEAD ${MANIFEST} 401`,
      'GET /token 200',
      `HEAD ${MANIFEST} 200`,
    ]);
    expect(registry.requests[1]?.headers.authorization).toBeUndefined();
    expect(registry.requests[1]?.query.getAll('scope')).toEqual(['repository:app:pull']);
    expect(registry.requests[1]?.query.get('service')).toBe(registry.host);
  });

  it('gives them for user name and password', async () => {
    await guard({ kind: 'bearer', ...ALICE });

    await app(CREDENTIALS).resolve('1');

    expect(registry.requests[1]?.headers.authorization).toBe(
      `Basic ${Buffer.from('alice:hunter2').toString('base64')}`,
    );
  });

  it('gives them for an identity token, which is posted', async () => {
    await guard({ kind: 'bearer', identityToken: 'hunter2' });

    await app({ kind: 'identity-token', token: 'hunter2' }).resolve('1');

    expect(asked(registry)).toContain('POST /token 200');
    expect([...(registry.requests[1]?.query ?? [])]).toEqual([]);
  });

  it.each<[string, Credentials | undefined]>([
    ['wrong credentials', { ...CREDENTIALS, password: 'wrong' }],
    ['a wrong identity token', { kind: 'identity-token', token: 'wrong' }],
    ['no credentials', undefined],
  ])('gives none for %s, and is asked once', async (_, credentials) => {
    await guard({ kind: 'bearer', ...ALICE, identityToken: 'hunter2' });

    await expect(app(credentials).resolve('1')).rejects.toMatchObject({
      name: 'AuthenticationError',
      code: 'AUTHENTICATION_FAILED',
      message: expect.stringContaining(`${registry.host}/token`),
    });

    expect(registry.requests).toHaveLength(2);
  });

  it('is shown an access token as it is and not asked for another', async () => {
    await guard({ kind: 'bearer' });

    await expect(app({ kind: 'token', token: 'hunter2' }).resolve('1')).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
    });

    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer hunter2',
    ]);
  });

  it('is never pinged', async () => {
    await guard({ kind: 'bearer' });

    await app().resolve('1');

    expect(registry.requests.map(({ path }) => path)).not.toContain('/v2/');
  });
});
