import { describe, expect, it } from 'vitest';
import type {
  EmbeddedRegistry,
  EmbeddedRegistryOptions,
} from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

const ADA = { username: 'ada', password: 'secret' };
const TAGS = '/v2/app/tags/list';
const UPLOADS = '/v2/app/blobs/uploads/';

function startBearer(rest: object = ADA, options: EmbeddedRegistryOptions = {}) {
  return start({ ...options, authentication: { kind: 'bearer', ...rest } });
}

async function fetchToken(
  registry: EmbeddedRegistry,
  scopes: readonly string[],
  { username, password }: Partial<typeof ADA> = ADA,
): Promise<Response> {
  const query = new URLSearchParams({ service: registry.host });
  for (const scope of scopes) query.append('scope', scope);
  const encoded = Buffer.from(`${username}:${password}`).toString('base64');
  const headers = username === undefined ? {} : { authorization: `Basic ${encoded}` };
  return await request(registry, `/token?${query}`, { headers });
}

async function tokenOf(answer: Response): Promise<string> {
  const { token } = (await answer.json()) as { token: string };
  return token;
}

function withToken(
  registry: EmbeddedRegistry,
  token: string,
  { path = TAGS, method = 'GET' } = {},
): Promise<Response> {
  return request(registry, path, { method, headers: { authorization: `Bearer ${token}` } });
}

describe('bearer authentication', () => {
  it('says where the token is had and for what', async () => {
    const registry = await startBearer();

    const { status, headers } = await request(registry, TAGS);

    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(
      `Bearer realm="http://${registry.host}/token",service="${registry.host}",scope="repository:app:pull"`,
    );
  });

  it.each([
    ['GET', '/v2/', ''],
    ['GET', '/v2/_catalog', ',scope="registry:catalog:*"'],
    ['PUT', '/v2/a/b/manifests/1', ',scope="repository:a/b:pull,push"'],
    ['DELETE', '/v2/a/manifests/1', ',scope="repository:a:delete"'],
    ['DELETE', '/v2/a/blobs/uploads/1', ',scope="repository:a:pull,push"'],
    [
      'POST',
      `/v2/a/blobs/uploads/?mount=${digestOf(Buffer.from(''))}&from=b`,
      ',scope="repository:a:pull,push repository:b:pull"',
    ],
  ])('asks for the scope of %s %s', async (method, path, scope) => {
    const { headers } = await request(await startBearer(), path, { method });

    expect(headers.get('www-authenticate')?.replace(/^.*service="[^"]*"/, '')).toBe(scope);
  });

  it('lets a token do what its scopes say, in one or several', async () => {
    const registry = await startBearer();
    const scopes = ['repository:app:pull', 'repository:app:push repository:other:pull'];
    const token = await tokenOf(await fetchToken(registry, scopes));

    const { status } = await withToken(registry, token, { path: UPLOADS, method: 'POST' });

    expect(status).toBe(202);
  });

  it.each(['repository:app:pull', 'repository:other:pull,push'])(
    'does not let %s push',
    async (scope) => {
      const registry = await startBearer();
      const token = await tokenOf(await fetchToken(registry, [scope]));

      const answer = await withToken(registry, token, { path: UPLOADS, method: 'POST' });

      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    },
  );

  it('ends tokens by the clock', async () => {
    let now = 0;
    const registry = await startBearer({ expiresInSeconds: 5 }, { now: () => now });
    const token = await tokenOf(await fetchToken(registry, ['repository:app:pull']));

    now = 4_999;
    const before = await withToken(registry, token);
    now = 5_000;
    const after = await withToken(registry, token);

    expect([before.status, after.status]).toEqual([404, 401]);
    expect(after.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('ends tokens on demand', async () => {
    const registry = await startBearer();
    const token = await tokenOf(await fetchToken(registry, ['repository:app:pull']));

    registry.expireTokens();

    expect((await withToken(registry, token)).status).toBe(401);
  });
});

describe('/token', () => {
  it('says how long a token lives only where it was told', async () => {
    const silent = await fetchToken(await startBearer(ADA), []);
    const told = await fetchToken(await startBearer({ ...ADA, expiresInSeconds: 300 }), []);

    expect(await silent.json()).not.toHaveProperty('expires_in');
    expect(await told.json()).toMatchObject({ expires_in: 300 });
  });

  it.each([
    ['wrong credentials', { ...ADA, password: 'wrong' }],
    ['no credentials', {}],
  ])('refuses %s', async (_, credentials) => {
    const answer = await fetchToken(await startBearer(), ['repository:app:pull'], credentials);

    expect(answer.status).toBe(401);
  });

  it('lets those without credentials pull, and only that, where it may', async () => {
    const registry = await startBearer({ ...ADA, anonymousPull: true });
    const scope = 'repository:app:pull,push';
    const token = await tokenOf(await fetchToken(registry, [scope], {}));

    expect((await withToken(registry, token)).status).toBe(404);
    expect((await withToken(registry, token, { path: UPLOADS, method: 'POST' })).status).toBe(401);
  });

  it('gives anybody anything where no secret is set', async () => {
    const registry = await startBearer({});
    const token = await tokenOf(await fetchToken(registry, ['repository:app:pull,push'], {}));

    expect((await withToken(registry, token, { path: UPLOADS, method: 'POST' })).status).toBe(202);
  });

  it.each([
    [{ grant_type: 'refresh_token', refresh_token: 'identity' }, 200],
    [{ grant_type: 'refresh_token', refresh_token: 'other' }, 401],
    [{ grant_type: 'password', ...ADA }, 200],
    [{ grant_type: 'password', username: 'ada', password: 'other' }, 401],
    [{ grant_type: 'client_credentials' }, 401],
  ])('answers the form %j by %i', async (form, status) => {
    const registry = await startBearer({ ...ADA, identityToken: 'identity' });

    const answer = await request(registry, '/token', {
      method: 'POST',
      body: new URLSearchParams({ ...form, scope: 'repository:app:pull' }),
    });

    expect(answer.status).toBe(status);
    if (answer.ok) expect((await withToken(registry, await tokenOf(answer))).status).toBe(404);
  });
});
