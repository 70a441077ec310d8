import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { asked } from '../support/asked.ts';
import { describeWith } from '../support/describe-with.ts';
import { ALICE, CREDENTIALS, guardedApp } from '../support/guarded-app.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { type SelfSigned, selfSigned, startTlsFront, type TlsFront } from '../support/tls-front.ts';

const fixture = useRegistryFixture();

describeWith(['openssl'], 'a registry with an authority of its own', () => {
  let server: SelfSigned;
  let client: SelfSigned;
  let registry: EmbeddedRegistry;
  const fronts: TlsFront[] = [];

  beforeAll(async () => {
    server = await selfSigned('IP:127.0.0.1,DNS:localhost');
    client = await selfSigned();
  });

  beforeEach(async () => {
    registry = await guardedApp(fixture(), { kind: 'basic', ...ALICE });
  });

  afterEach(async () => {
    for (const front of fronts.splice(0)) await front.close();
  });

  async function startFront(
    tls: Parameters<typeof startTlsFront>[1],
    url = registry.url,
  ): Promise<TlsFront> {
    const front = await startTlsFront(url, tls);
    fronts.push(front);
    return front;
  }

  function settings(tls: object = {}) {
    const authorities = [server.cert.toString()];
    return { plainHttp: false, credentials: CREDENTIALS, tls: { authorities, ...tls } };
  }

  function pair() {
    return { certificate: client.cert.toString(), key: client.key.toString() };
  }

  it('is trusted by its file', async () => {
    const front = await startFront(server);

    const resolving = fixture().app(front, { settings: settings() }).resolve('1');

    await expect(resolving).resolves.toBeDefined();
  });

  it('lends that trust to no other origin', async () => {
    const front = await startFront(server);
    const other = await startFront(server);
    const location = `https://${other.host}/`;
    registry.play({ times: 1, do: { kind: 'redirect', status: 307, location } });

    const resolving = fixture().app(front, { settings: settings() }).resolve('1');

    await expect(resolving).rejects.toMatchObject({
      code: 'TLS_FAILED',
      message: expect.stringContaining(other.host),
    });
  });

  it.each([
    ['its host', '127.0.0.1', { status: 401 }, ['GET /token 200']],
    ['another', 'localhost', { code: 'TLS_FAILED' }, []],
  ])('trusts a token service on %s accordingly', async (_, hostname, failure, requests) => {
    const tokens = await guardedApp(fixture(), { kind: 'bearer', ...ALICE });
    const { host } = await startFront(server, tokens.url);
    const front = await startFront(server);
    const realm = `https://${host.replace('127.0.0.1', hostname)}/token`;
    const headers = { 'WWW-Authenticate': `Bearer realm="${realm}",service="x"` };
    registry.play({ do: { kind: 'status', status: 401, headers } });

    const resolving = fixture().app(front, { settings: settings() }).resolve('1');

    await expect(resolving).rejects.toMatchObject(failure);
    expect(asked(tokens)).toEqual(requests);
  });

  it('is shown the client certificate that it asks for', async () => {
    const front = await startFront({ ...server, requestCert: true, ca: client.cert });

    const resolving = fixture()
      .app(front, { settings: settings(pair()) })
      .resolve('1');

    await expect(resolving).resolves.toBeDefined();
  });
});
