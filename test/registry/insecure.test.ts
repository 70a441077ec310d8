import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { asked, countAsked } from '../support/asked.ts';
import { begun } from '../support/begun.ts';
import { content } from '../support/built.ts';
import { chunksOf } from '../support/chunks.ts';
import { describeWith } from '../support/describe-with.ts';
import { freePort } from '../support/free-port.ts';
import { ALICE, CREDENTIALS, guardedApp, MANIFEST } from '../support/guarded-app.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { type SelfSigned, selfSigned, startTlsFront } from '../support/tls-front.ts';

const INSECURE = { insecure: true, credentials: CREDENTIALS };

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;

beforeEach(async () => {
  registry = await guardedApp(fixture(), { kind: 'basic', ...ALICE });
});

describe('an insecure registry that speaks no TLS', () => {
  it('is spoken to without, which shows once', async () => {
    const app = fixture().app(registry, { settings: INSECURE });

    await Promise.all([app.resolve('1'), app.resolve('2')]);
    await app.resolve('1');

    // The greeting of TLS is no request to it.
    expect(asked(registry)).toContain(`HEAD ${MANIFEST} 200`);
    expect(countAsked(registry, 'GET', /^\/v2\/$/)).toBe(0);
  });

  it('takes uploads, whose places are on it', async () => {
    const open = await fixture().start();
    const app = fixture().app(open, { settings: { insecure: true } });
    const { descriptor, bytes } = content(Buffer.from('blob'), 'text/plain');

    await (await begun(app.startUpload(descriptor))).write(chunksOf(bytes));

    expect(await app.hasBlob(descriptor)).toBe(true);
  });

  it('asks for tokens on its own host', async () => {
    const guarded = await guardedApp(fixture(), { kind: 'bearer', ...ALICE });

    const app = fixture().app(guarded, { settings: INSECURE });

    await expect(app.resolve('1')).resolves.toBeDefined();
  });
});

describe('an insecure registry that is not there', () => {
  it('is asked again later, with TLS first', async () => {
    const host = `127.0.0.1:${await freePort()}`;

    const app = fixture().app({ host }, { settings: INSECURE });

    await expect(app.resolve('1')).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      message: expect.stringContaining(`GET https://${host}/v2/`),
    });
    expect(fixture().clock.slept).toHaveLength(3);
  });
});

describeWith(['openssl'], 'an insecure registry that speaks TLS', () => {
  let certificate: SelfSigned;

  beforeAll(async () => {
    certificate = await selfSigned();
  });

  it('is never asked without', async () => {
    const front = await startTlsFront(registry.url, certificate);

    await fixture().app(front, { settings: INSECURE }).resolve('1');
    await front.close();

    expect(asked(registry)).toEqual([
      'GET /v2/ 401',
      `HEAD ${MANIFEST} 401`,
      `HEAD ${MANIFEST} 200`,
    ]);
  });

  it('is told no secret without TLS when TLS fails', async () => {
    const old = {
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    } as const;
    const front = await startTlsFront(registry.url, { ...certificate, ...old });

    const app = fixture().app(front, { settings: INSECURE });
    const failure = await app.resolve('1').catch((reason: unknown) => reason);
    await front.close();

    expect(failure).toMatchObject({ code: 'TLS_FAILED' });
    expect(registry.requests).toEqual([]);
  });
});
