import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import type { RenewableCredentials } from '../../lib/registry/credentials.ts';
import { ExpiringCredentials } from '../../lib/registry/expiring-credentials.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { asked, countAsked } from '../support/asked.ts';
import { ALICE, CREDENTIALS, guardedApp, MANIFEST } from '../support/guarded-app.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const AN_HOUR_MS = 3_600_000;
const { digest } = image().root.descriptor;

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let issued: number;

/** The repository `app` as whoever a provider says, whose n-th answer is `given[n]`, the last for ever. */
function app(...given: readonly (RenewableCredentials | undefined)[]): Repository {
  issued = 0;
  const { clock } = fixture();
  const credentials = new ExpiringCredentials(async () => {
    issued += 1;
    return { credentials: given[issued - 1] ?? given.at(-1), renewAt: clock.now() + 1e9 };
  }, clock);
  return fixture().app(registry, { settings: { credentials } });
}

function refusal(status: number, message: string): FaultEffect {
  return {
    kind: 'status',
    status,
    body: JSON.stringify({ errors: [{ code: 'DENIED', message }] }),
  };
}

const EXPIRED = 'Your authorization token has expired. Reauthenticate and try again.';

describe('a registry that asks a provider for user name and password', () => {
  beforeEach(async () => {
    registry = await guardedApp(fixture(), { kind: 'basic', ...ALICE });
  });

  it('is told what the provider gives, which is asked for when the registry asks', async () => {
    const repository = app(CREDENTIALS);
    expect(issued).toBe(0);

    await repository.resolve('1');
    await repository.resolve('1');

    expect(issued).toBe(1);
    expect(asked(registry)).toEqual([
      `HEAD ${MANIFEST} 401`,
      `HEAD ${MANIFEST} 200`,
      `HEAD ${MANIFEST} 200`,
    ]);
  });

  it.each([
    [403, EXPIRED],
    [400, 'Your Authorization Token has expired.'],
  ])('is told others once it calls them expired by %i', async (status, message) => {
    const repository = app(CREDENTIALS, { ...CREDENTIALS });
    await repository.resolve('1');
    fixture().clock.advance(AN_HOUR_MS);
    registry.play({ method: 'GET', times: 1, do: refusal(status, message) });

    await repository.fetchManifest(digest);

    expect(issued).toBe(2);
    expect(countAsked(registry, 'GET', /manifests/)).toBe(2);
  });

  it('is told others after a 401, once', async () => {
    const repository = app({ ...CREDENTIALS, password: 'old' }, CREDENTIALS);
    await repository.resolve('1').catch(() => {});
    expect(issued).toBe(1);
    fixture().clock.advance(AN_HOUR_MS);

    await expect(repository.resolve('1')).resolves.toBeDefined();

    expect(issued).toBe(2);
  });

  it('is told others after a 403 to HEAD, which cannot say why', async () => {
    const repository = app(CREDENTIALS, { ...CREDENTIALS });
    await repository.resolve('1');
    fixture().clock.advance(AN_HOUR_MS);
    registry.play({ method: 'HEAD', times: 1, do: { kind: 'status', status: 403 } });

    await repository.hasBlob(image().root.descriptor);

    expect(issued).toBe(2);
  });

  it.each([
    ['says that rights are missing', 'not authorized to perform this'],
    ['says nothing', ''],
  ])('keeps what it was told where it %s, and its words come through', async (_, message) => {
    const repository = app(CREDENTIALS);
    await repository.resolve('1');
    fixture().clock.advance(AN_HOUR_MS);
    registry.play({ method: 'GET', do: refusal(403, message) });

    await expect(repository.fetchManifest(digest)).rejects.toMatchObject({
      code: 'DENIED',
      message: expect.stringContaining(`answered 403, DENIED${message && `: ${message}`}`),
    });

    expect(issued).toBe(1);
    expect(countAsked(registry, 'GET', /manifests/)).toBe(1);
  });

  it('is asked once more at most where nothing helps', async () => {
    const repository = app(CREDENTIALS, { ...CREDENTIALS }, { ...CREDENTIALS });
    await repository.resolve('1');
    fixture().clock.advance(AN_HOUR_MS);
    registry.play({ method: 'GET', do: refusal(403, EXPIRED) });

    await expect(repository.fetchManifest(digest)).rejects.toMatchObject({ status: 403 });

    expect(countAsked(registry, 'GET', /manifests/)).toBe(2);
    expect(issued).toBe(2);
  });

  it('is not believed when others say that theirs are expired', async () => {
    const repository = fixture().app(registry, { settings: { credentials: CREDENTIALS } });
    await repository.resolve('1');
    registry.play({ method: 'GET', do: refusal(403, EXPIRED) });

    await expect(repository.fetchManifest(digest)).rejects.toMatchObject({ status: 403 });

    expect(countAsked(registry, 'GET', /manifests/)).toBe(1);
  });

  it('is asked as nobody where the provider knows nobody', async () => {
    await expect(app(undefined).resolve('1')).rejects.toMatchObject({ status: 401 });
  });
});

describe('a registry whose token service asks a provider', () => {
  beforeEach(async () => {
    registry = await guardedApp(fixture(), { kind: 'bearer', ...ALICE });
  });

  it('gives tokens for what the provider gives', async () => {
    await app(CREDENTIALS).resolve('1');

    expect(registry.requests[1]?.headers.authorization).toMatch(/^Basic /);
  });

  it('is asked with others where it refuses those that are old', async () => {
    const repository = app(CREDENTIALS, { ...CREDENTIALS });
    await repository.resolve('1');
    fixture().clock.advance(AN_HOUR_MS);
    registry.play({ path: /^\/token/, times: 1, do: { kind: 'status', status: 401 } });

    await repository.resolve('1');

    expect(issued).toBe(2);
  });

  it('is asked anew, with others, when a registry calls its token expired', async () => {
    const lasting = { kind: 'bearer', ...ALICE, expiresInSeconds: 100_000 } as const;
    registry = await guardedApp(fixture(), lasting);
    const repository = app(CREDENTIALS, { ...CREDENTIALS });
    await repository.resolve('1');
    fixture().clock.advance(AN_HOUR_MS);
    registry.play({ method: 'GET', path: /manifests/, times: 1, do: refusal(400, EXPIRED) });

    await repository.fetchManifest(digest);

    expect(countAsked(registry, 'GET', /^\/token$/)).toBe(2);
    expect(issued).toBe(2);
  });
});

describe('a registry that a provider has an access token for', () => {
  const token = { kind: 'token', token: 'own' } as const;
  const others = { kind: 'token', token: 'replaced' } as const;

  beforeEach(async () => {
    registry = await fixture().start();
    await store(image(), registry.storage, { repository: 'app', tag: '1' });
    registry.play({ times: 1, do: challenge });
  });

  it('is told it as it is, and no token service is', async () => {
    await app(token).resolve('1');

    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Bearer own',
    ]);
  });

  it('is told another once it refuses the one', async () => {
    const repository = app(token, others);
    await repository.resolve('1');
    fixture().clock.advance(AN_HOUR_MS);
    registry.play({ times: 1, do: challenge });

    await repository.resolve('1');

    expect(registry.requests.at(-1)?.headers.authorization).toBe('Bearer replaced');
  });

  it('is not asked in a circle where no other one is there', async () => {
    const repository = app(token);
    registry.play({ do: challenge });

    await expect(repository.resolve('1')).rejects.toMatchObject({ status: 401 });

    expect(issued).toBe(1);
    expect(countAsked(registry, 'HEAD', /manifests/)).toBeLessThan(4);
  });
});

const challenge: FaultEffect = {
  kind: 'status',
  status: 401,
  headers: { 'www-authenticate': 'Bearer realm="https://tokens.invalid/token",service="app"' },
};
