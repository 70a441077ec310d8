import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { describeWith } from '../support/describe-with.ts';
import { freePort } from '../support/free-port.ts';
import { ALICE, CREDENTIALS, guardedApp } from '../support/guarded-app.ts';
import { image } from '../support/image-builder.ts';
import { type ProxyOptions, ProxyServer } from '../support/proxy-server.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';
import { type SelfSigned, selfSigned, startTlsFront, type TlsFront } from '../support/tls-front.ts';

const LOGIN = 'carol:planted-proxy-password';
const built = image();
const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let proxy: ProxyServer;

afterEach(() => proxy.close());

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((reason: unknown) => reason);
}

/** Every host of these tests is the registry, which only the proxy knows. */
async function startProxy(options: ProxyOptions = {}): Promise<ProxyServer> {
  proxy = await ProxyServer.start({ leadsTo: registry.host, ...options });
  return proxy;
}

describe('a plain registry behind a proxy', () => {
  const HOST = 'registry.invalid:5000';
  const plain = { plainHttp: true, credentials: CREDENTIALS };

  beforeEach(async () => {
    registry = await guardedApp(fixture(), { kind: 'basic', ...ALICE });
  });

  it('is asked through it, and the proxy as whom its URL says', async () => {
    const { url } = await startProxy({ login: LOGIN });

    const app = fixture().app({ host: HOST }, { settings: plain, proxies: { http: url } });
    await expect(app.resolve('1')).resolves.toBeDefined();

    expect(proxy.lines).toEqual(Array(2).fill(`HEAD http://${HOST}/v2/app/manifests/1`));
    expect(proxy.requests.map(({ headers }) => headers.host)).toEqual([HOST, HOST]);
    expect(registry.requests.map(({ headers }) => headers['proxy-authorization'])).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('is asked as the registry says, whatever the environment says', async () => {
    const { url } = await startProxy();
    const settings = { ...plain, proxy: url };
    const http = new URL(`http://127.0.0.1:${await freePort()}`);

    const app = fixture().app({ host: HOST }, { settings, proxies: { http } });

    await expect(app.resolve('1')).resolves.toBeDefined();
  });

  it('has its storage asked the same way', async () => {
    const { url } = await startProxy();
    const location = 'http://storage.invalid/blob';
    registry.play({ path: /blobs/, do: { kind: 'redirect', status: 307, location } });

    const app = fixture().app({ host: HOST }, { settings: { ...plain, proxy: url } });
    await app.fetchBlob(built.root.descriptor).catch(() => {});

    expect(proxy.lines.at(-1)).toBe(`GET ${location}`);
    expect(proxy.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('is asked directly where its settings say so', async () => {
    const { url } = await startProxy();
    const settings = { ...plain, proxy: 'none' } as const;

    const app = fixture().app({ host: HOST }, { settings, proxies: { http: url } });

    await expect(app.resolve('1')).rejects.toMatchObject({ code: 'HOST_UNKNOWN' });
    expect(proxy.lines).toEqual([]);
  });

  it.each([
    [{ login: LOGIN }, '', 'auth', 'answered 407', 'user and password into its URL'],
    [{ login: LOGIN }, 'carol:wrong-planted@', 'auth', 'answered 407', 'percent-encoded'],
  ])('is not reached through a proxy with %j for %j', async (options, user, kind, says, hint) => {
    const { url } = await startProxy(options);
    const http = new URL(`http://${user}${url.host}`);

    const app = fixture().app({ host: HOST }, { settings: plain, proxies: { http } });

    await expect(app.resolve('1')).rejects.toMatchObject({
      kind,
      message: `the proxy http://${url.host}/, asked for ${HOST}, ${says}`,
      hint: expect.stringContaining(hint),
    });
    expect(registry.requests).toEqual([]);
  });

  it('is not reached through a proxy that is not there, which is named', async () => {
    await startProxy();
    const http = new URL(`http://${LOGIN}@127.0.0.1:${await freePort()}`);

    const app = fixture().app({ host: HOST }, { settings: plain, proxies: { http } });
    const failure = await failureOf(app.resolve('1'));

    expect(failure).toMatchObject({ name: 'ProxyError', code: 'CONNECTION_REFUSED' });
    expect(String(failure)).toContain(`the proxy http://${http.host}/, asked for ${HOST}`);
    expect(String(failure)).not.toContain('planted');
  });
});

describeWith(['openssl'], 'a registry with TLS behind a proxy', () => {
  let certificate: SelfSigned;
  let front: TlsFront;
  const HOST = 'registry.invalid';

  beforeAll(async () => {
    certificate = await selfSigned('DNS:registry.invalid');
  });

  beforeEach(async () => {
    registry = await fixture().start({ authentication: { kind: 'basic', ...ALICE } });
    await store(built, registry.storage, { repository: 'app', tag: '1' });
    front = await startTlsFront(registry.url, certificate);
  });

  afterEach(() => front.close());

  function settings() {
    return { tls: { authorities: [certificate.cert.toString()] }, credentials: CREDENTIALS };
  }

  it('is asked through a tunnel, into which the proxy does not see', async () => {
    const { url } = await startProxy({ leadsTo: front.host, login: LOGIN });

    const app = fixture().app({ host: HOST }, { settings: settings(), proxies: { https: url } });
    await expect(app.resolve('1')).resolves.toEqual(built.root.descriptor);

    expect(new Set(proxy.lines)).toEqual(new Set([`CONNECT ${HOST}:443`]));
    expect(proxy.requests[0]?.headers.authorization).toBeUndefined();
    expect(registry.requests[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  it('has to prove who it is all the same', async () => {
    const { url } = await startProxy({ leadsTo: front.host });

    const app = fixture().app({ host: HOST }, { proxies: { https: url } });

    await expect(app.resolve('1')).rejects.toMatchObject({ code: 'TLS_FAILED' });
  });

  it.each([
    [{ refusal: 403 }, 'policy', 'answered 403', 'NO_PROXY'],
    [{ refusal: 503 }, 'transient', 'answered 503', 'try again later'],
    [{ login: LOGIN, refusal: 200 }, 'auth', 'answered 407', 'percent-encoded'],
  ])('is not reached through a proxy with %j', async (options, kind, says, hint) => {
    const { url } = await startProxy({ ...options, leadsTo: front.host });
    const https = new URL(`http://${url.host}`);

    const app = fixture().app({ host: HOST }, { settings: settings(), proxies: { https } });

    await expect(app.resolve('1')).rejects.toMatchObject({
      kind,
      message: `the proxy http://${url.host}/, asked for ${HOST}:443, ${says}`,
      hint: expect.stringContaining(hint),
    });
  });

  it('is given up where the proxy opens no tunnel in time', async () => {
    const { url } = await startProxy({ isSilent: true });
    const retry = { retries: 0, clock: fixture().clock, random: () => 0 };
    const proxies = { https: url };

    const app = fixture().app({ host: HOST }, { proxies, retry, idleTimeoutMs: 50 });

    await expect(app.resolve('1')).rejects.toMatchObject({ name: 'ProxyError', code: 'STALLED' });
    await vi.waitFor(() => expect(proxy.connections).toBe(0));
  });

  it('leaves no tunnel open that is being made when the client is closed', async () => {
    const { url } = await startProxy({ isSilent: true });
    const retry = { retries: 0, clock: fixture().clock, random: () => 0 };
    const client = fixture().client({ proxies: { https: url }, retry });
    const resolving = client.open({ registry: HOST, repository: 'app' }, 'pull').resolve('1');
    const failure = failureOf(resolving);
    await expect.poll(() => proxy.lines).toHaveLength(1);

    await client.close();

    await failure;
    await vi.waitFor(() => expect(proxy.connections).toBe(0));
  });

  it('leaves no tunnel open in which an answer is awaited when the client is closed', async () => {
    const { url } = await startProxy({ leadsTo: front.host });
    registry.play({ do: { kind: 'stall' } });
    const retry = { retries: 0, clock: fixture().clock, random: () => 0 };
    const client = fixture().client({ settings: settings(), proxies: { https: url }, retry });
    const resolving = client.open({ registry: HOST, repository: 'app' }, 'pull').resolve('1');
    const failure = failureOf(resolving);
    await expect.poll(() => registry.requests).toHaveLength(1);

    await client.close();

    await failure;
    await vi.waitFor(() => expect(proxy.connections).toBe(0));
  });
});
