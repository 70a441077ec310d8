import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { importSPKI, jwtVerify } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { createGoogleCredentials } from '../../lib/registry/google-credentials.ts';
import { Transport } from '../../lib/registry/transport.ts';
import { guardedApp } from '../support/guarded-app.ts';
import { ProxyServer } from '../support/proxy-server.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { SkippingClock } from '../support/skipping-clock.ts';
import { type TokenAnswer, TokenServer } from '../support/token-server.ts';

const EMAIL = 'mirror@project.iam.gserviceaccount.com';
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const fixture = useRegistryFixture();
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function startTokens(answer: TokenAnswer): Promise<TokenServer> {
  const tokens = await TokenServer.start(answer);
  opened.push(tokens);
  return tokens;
}

function keyFor(tokenUri: string, changes: object = {}): string {
  const key = {
    type: 'service_account',
    client_email: EMAIL,
    private_key_id: 'k1',
    private_key: privateKey,
    token_uri: tokenUri,
  };
  return JSON.stringify({ ...key, ...changes });
}

function credentialsFor(key: string, clock = new SkippingClock()) {
  const transport = new Transport();
  opened.push(transport);
  return createGoogleCredentials(key, { transport, clock });
}

function numbered(_: unknown, count: number) {
  return { body: { access_token: `planted-token-${count}`, expires_in: 3600 } };
}

describe('createGoogleCredentials', () => {
  it('exchanges an assertion of the account for a token to read and write', async () => {
    const tokens = await startTokens(numbered);
    const clock = new SkippingClock();

    const credentials = await credentialsFor(keyFor(`${tokens.url}/token`), clock).current();

    expect(credentials).toEqual({
      kind: 'basic',
      username: 'oauth2accesstoken',
      password: 'planted-token-1',
    });
    const form = new URLSearchParams(tokens.asked[0]?.body);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const { payload, protectedHeader } = await jwtVerify(
      form.get('assertion') ?? '',
      await importSPKI(publicKey, 'RS256'),
      { issuer: EMAIL, audience: `${tokens.url}/token`, currentDate: new Date(clock.now()) },
    );
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'k1' });
    expect(payload['scope']).toBe('https://www.googleapis.com/auth/cloud-platform');
    expect(Number(payload.exp) - Number(payload.iat)).toBe(3600);
  });

  it('takes the key in base64 too', async () => {
    const tokens = await startTokens(numbered);
    const key = Buffer.from(keyFor(tokens.url)).toString('base64');

    await expect(credentialsFor(key).current()).resolves.toMatchObject({ kind: 'basic' });
  });

  it('renews the token before it expires', async () => {
    const tokens = await startTokens(numbered);
    const clock = new SkippingClock();
    const credentials = credentialsFor(keyFor(tokens.url), clock);
    await credentials.current();

    clock.advance(3_300_000 - 1);
    expect(await credentials.current()).toMatchObject({ password: 'planted-token-1' });
    clock.advance(1);
    expect(await credentials.current()).toMatchObject({ password: 'planted-token-2' });
  });

  it.each([
    ['no JSON', 'planted-text'],
    ['other JSON', '{"planted": "planted-text"}'],
    ['the key of a user', keyFor('https://a.example/', { type: 'authorized_user' })],
    ['no place for tokens', keyFor('planted-text')],
    ['a place that is not https', keyFor('http://a.example/token')],
  ])('refuses %s, and quotes nothing', (_, key) => {
    const failure = (() => {
      try {
        return createGoogleCredentials(key, { transport: new Transport(), clock: fixture().clock });
      } catch (error) {
        return error;
      }
    })();

    expect(failure).toMatchObject({ name: 'AuthenticationError', kind: 'auth' });
    expect(inspect(failure, { depth: null })).not.toMatch(/planted|PRIVATE KEY/);
  });

  it('refuses a private key that is none, and quotes nothing', async () => {
    const tokens = await startTokens(numbered);
    const key = keyFor(tokens.url, { private_key: 'planted-key' });

    const failure = await credentialsFor(key)
      .current()
      .catch((reason: unknown) => reason);

    expect(failure).toMatchObject({ name: 'AuthenticationError' });
    expect(inspect(failure, { depth: null })).not.toContain('planted');
    expect(tokens.asked).toEqual([]);
  });

  it('names account and service where the key is refused', async () => {
    const tokens = await startTokens(() => ({ status: 400, body: { error: 'invalid_grant' } }));

    await expect(credentialsFor(keyFor(tokens.url)).current()).rejects.toMatchObject({
      kind: 'auth',
      message: `the token service ${tokens.url}/ refused the key of ${EMAIL}`,
    });
  });

  it('may pass where the service has trouble', async () => {
    const tokens = await startTokens(() => ({ status: 503, body: {} }));

    await expect(credentialsFor(keyFor(tokens.url)).current()).rejects.toMatchObject({
      retryable: true,
    });
  });
});

describe('a registry with the username _oauth2_', () => {
  it.each(['gcr.io', 'eu.gcr.io', 'europe-docker.pkg.dev'])(
    'is told the token where it is %s',
    async (host) => {
      const tokens = await startTokens(numbered);
      const login = { username: 'oauth2accesstoken', password: 'planted-token-1' };
      const registry = await guardedApp(fixture(), { kind: 'basic', ...login });
      const proxy = await ProxyServer.start({ leadsTo: registry.host });
      opened.push(proxy);
      const password = keyFor(`${tokens.url}/token`);
      const credentials = { kind: 'basic', username: '_oauth2_', password } as const;

      const app = fixture().app(
        { host },
        { settings: { plainHttp: true, credentials }, proxies: { http: proxy.url } },
      );

      await expect(app.resolve('1')).resolves.toBeDefined();
      expect(tokens.asked).toHaveLength(1);
    },
  );

  it.each(['registry.example', 'gcr.io.example', 'notgcr.io', 'pkg.dev'])(
    'is refused where it is %s',
    (host) => {
      const password = keyFor('https://a.example/');
      const credentials = { kind: 'basic', username: '_oauth2_', password } as const;

      const open = () => fixture().app({ host }, { settings: { credentials } });

      expect(open).toThrow(`${host} is not a registry of Google's`);
    },
  );

  it('sends keys as they are for the username _json_key', async () => {
    const key = keyFor('https://a.example/');
    const login = { username: '_json_key', password: key };
    const registry = await guardedApp(fixture(), { kind: 'basic', ...login });

    const app = fixture().app(registry, { settings: { credentials: { kind: 'basic', ...login } } });

    await expect(app.resolve('1')).resolves.toBeDefined();
  });
});
