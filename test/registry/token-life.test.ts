import { beforeEach, describe, expect, it } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Credentials } from '../../lib/registry/credentials.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { asked, countAsked } from '../support/asked.ts';
import { begun } from '../support/begun.ts';
import { content } from '../support/built.ts';
import { chunksOf } from '../support/chunks.ts';
import { ALICE, CREDENTIALS, guardedApp, MANIFEST } from '../support/guarded-app.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

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

describe('a token', () => {
  beforeEach(async () => {
    await guard({ kind: 'bearer', ...ALICE, expiresInSeconds: 100 });
  });

  it('is used for one repository and one kind of access', async () => {
    const client = fixture().client({ settings: { credentials: CREDENTIALS } });
    const name = { registry: registry.host, repository: 'app' };

    for (let round = 0; round < 2; round += 1) {
      await client.open(name, 'pull').resolve('1');
      await client.open(name, 'pull,push').resolve('1');
      await client.open({ ...name, repository: 'other' }, 'pull').resolve('1');
    }

    const scopes = registry.requests.flatMap(({ query }) => query.getAll('scope'));
    expect(scopes).toEqual([
      'repository:app:pull',
      'repository:app:pull,push',
      'repository:other:pull',
    ]);
  });

  it('is renewed before it expires', async () => {
    const repository = app(CREDENTIALS);
    await repository.resolve('1');

    fixture().clock.advance(79_000);
    await repository.resolve('1');
    expect(countAsked(registry, 'GET', /^\/token$/)).toBe(1);

    fixture().clock.advance(1_000);
    await repository.resolve('1');
    expect(countAsked(registry, 'GET', /^\/token$/)).toBe(2);
    expect(registry.requests.filter(({ status }) => status === 401)).toHaveLength(1);
  });

  it('is fetched once for ten requests that need it at a time', async () => {
    const repository = app(CREDENTIALS);

    await Promise.all(Array.from({ length: 10 }, () => repository.resolve('1')));

    expect(countAsked(registry, 'GET', /^\/token$/)).toBe(1);
  });

  it('is renewed once for ten requests that were refused with it', async () => {
    const repository = app(CREDENTIALS);
    await repository.resolve('1');
    registry.expireTokens();

    await Promise.all(Array.from({ length: 10 }, () => repository.resolve('1')));

    expect(countAsked(registry, 'GET', /^\/token$/)).toBe(2);
  });

  it('that was revoked is renewed exactly once', async () => {
    const repository = app(CREDENTIALS);
    await repository.resolve('1');
    registry.expireTokens();
    registry.clearRequests();

    await repository.resolve('1');

    expect(asked(registry)).toEqual([
      `HEAD ${MANIFEST} 401`,
      'GET /token 200',
      `HEAD ${MANIFEST} 200`,
    ]);
  });

  it('that was revoked leaves an upload to be repeated, which then succeeds', async () => {
    const { descriptor, bytes } = content(Buffer.from('blob'), 'text/plain');
    const repository = app(CREDENTIALS);
    const refused = await begun(repository.startUpload(descriptor));
    registry.expireTokens();

    await expect(refused.write(chunksOf(bytes))).rejects.toMatchObject({
      status: 401,
      retryable: true,
    });

    await refused.cancel();
    await (await begun(repository.startUpload(descriptor))).write(chunksOf(bytes));
    expect(await repository.hasBlob(descriptor)).toBe(true);
    expect(countAsked(registry, 'GET', /^\/token$/)).toBe(2);
  });

  it('that is invalid as soon as it was made is made anew, after a while', async () => {
    const repository = app(CREDENTIALS);
    registry.play({
      path: MANIFEST,
      after: 1,
      times: 1,
      do: { kind: 'meanwhile', happens: () => registry.expireTokens() },
    });

    await repository.resolve('1');

    expect(asked(registry)).toEqual([
      `HEAD ${MANIFEST} 401`,
      'GET /token 200',
      `HEAD ${MANIFEST} 401`,
      'GET /token 200',
      `HEAD ${MANIFEST} 200`,
    ]);
    expect(fixture().clock.slept).toEqual([500]);
  });

  it('that helps nothing is not renewed again', async () => {
    const repository = app(CREDENTIALS);
    const headers = { 'WWW-Authenticate': `Bearer realm="${registry.url}token"` };
    registry.play({ path: MANIFEST, do: { kind: 'status', status: 401, headers } });

    await expect(repository.resolve('1')).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' });

    expect(asked(registry)).toEqual([
      `HEAD ${MANIFEST} 401`,
      'GET /token 200',
      `HEAD ${MANIFEST} 401`,
    ]);
  });
});

describe('a token that does not say how long it lives', () => {
  it('is taken to live a minute', async () => {
    await guard({ kind: 'bearer' });
    const repository = app();
    await repository.resolve('1');

    fixture().clock.advance(48_000);
    await repository.resolve('1');

    expect(countAsked(registry, 'GET', /^\/token$/)).toBe(2);
    expect(registry.requests.filter(({ status }) => status === 401)).toHaveLength(1);
  });
});
