import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { asked } from '../support/asked.ts';
import { describeWith } from '../support/describe-with.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';
import { type SelfSigned, selfSigned, startTlsFront, type TlsFront } from '../support/tls-front.ts';

const ALICE = { username: 'alice', password: 'hunter2' };

const fixture = useRegistryFixture();

describeWith(['openssl'], 'a registry with TLS', () => {
  let certificate: SelfSigned;
  let registry: EmbeddedRegistry;
  let front: TlsFront;
  const built = image();

  beforeAll(async () => {
    certificate = await selfSigned();
  });

  beforeEach(async () => {
    registry = await fixture().start({ authentication: { kind: 'basic', ...ALICE } });
    await store(built, registry.storage, { repository: 'app', tag: '1' });
    front = await startTlsFront(registry.url, certificate);
  });

  afterEach(() => front.close());

  it('is not trusted with a certificate of its own, and is asked once', async () => {
    const settings = { plainHttp: false };

    await expect(fixture().app(front, { settings }).resolve('1')).rejects.toMatchObject({
      kind: 'policy',
      code: 'TLS_FAILED',
      message: expect.stringContaining(`the TLS connection to ${front.host} cannot be trusted`),
      hint: expect.stringContaining(`registries."${front.host}".insecure`),
    });

    expect(registry.requests).toEqual([]);
    expect(fixture().clock.slept).toEqual([]);
  });

  it('is trusted all the same where that is set', async () => {
    const credentials = { kind: 'basic', ...ALICE } as const;
    const settings = { plainHttp: false, insecure: true, credentials };

    const resolved = await fixture().app(front, { settings }).resolve('1');

    expect(resolved).toEqual(built.root.descriptor);
  });

  it('lends its trust to no other origin', async () => {
    const other = await startTlsFront(registry.url, certificate);
    registry.play({ do: { kind: 'redirect', status: 307, location: `https://${other.host}/` } });
    const settings = { plainHttp: false, insecure: true };

    await expect(fixture().app(front, { settings }).resolve('1')).rejects.toMatchObject({
      code: 'TLS_FAILED',
      message: expect.stringContaining(other.host),
    });

    await other.close();
  });

  it('sends nobody from https to http', async () => {
    registry.play({ do: { kind: 'redirect', status: 307, location: `${registry.url}v2/` } });
    const settings = { plainHttp: false, insecure: true };

    await expect(fixture().app(front, { settings }).resolve('1')).rejects.toMatchObject({
      code: 'REDIRECT_REFUSED',
      message: expect.stringContaining('from https to http'),
    });

    expect(asked(registry)).toEqual(['GET /v2/ 307', 'HEAD /v2/app/manifests/1 307']);
  });

  it('asks for no tokens over http', async () => {
    const headers = { 'WWW-Authenticate': `Bearer realm="${registry.url}token"` };
    registry.play({ do: { kind: 'status', status: 401, headers } });
    const settings = { plainHttp: false, insecure: true };

    await expect(fixture().app(front, { settings }).resolve('1')).rejects.toMatchObject({
      code: 'REDIRECT_REFUSED',
    });

    expect(asked(registry)).toEqual(['GET /v2/ 401', 'HEAD /v2/app/manifests/1 401']);
  });
});

describe('a registry without TLS', () => {
  it('that is spoken to with it is told apart, and is asked once', async () => {
    const registry = await fixture().start();
    const settings = { plainHttp: false };

    await expect(fixture().app(registry, { settings }).resolve('1')).rejects.toMatchObject({
      kind: 'policy',
      code: 'TLS_FAILED',
      message: expect.stringContaining(`${registry.host} does not speak TLS`),
      hint: `set registries."${registry.host}".plainHttp to true`,
    });

    expect(fixture().clock.slept).toEqual([]);
  });
});
