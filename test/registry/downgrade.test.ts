import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { bytesOf } from '../support/chunks.ts';
import { describeWith } from '../support/describe-with.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';
import { type SelfSigned, selfSigned, startTlsFront, type TlsFront } from '../support/tls-front.ts';

const BLOB = /\/blobs\/sha256:/;
const built = image();
const [{ descriptor: blob }] = built.blobs as [(typeof built.blobs)[0]];
const fixture = useRegistryFixture();

async function listed(repository: Repository): Promise<number> {
  let pages = 0;
  for await (const _ of repository.listTags()) pages += 1;
  return pages;
}

describeWith(['openssl'], 'a registry that speaks TLS', () => {
  let certificate: SelfSigned;
  let registry: EmbeddedRegistry;
  let front: TlsFront;
  /** Listens without TLS on the same host. */
  let listener: EmbeddedRegistry;
  let app: Repository;

  beforeAll(async () => {
    certificate = await selfSigned();
  });

  beforeEach(async () => {
    registry = await fixture().start();
    listener = await fixture().start();
    for (const { storage } of [registry, listener]) {
      await store(built, storage, { repository: 'app', tag: '1' });
    }
    front = await startTlsFront(registry.url, certificate);
    const credentials = { kind: 'basic', username: 'alice', password: 'planted' } as const;
    const settings = { plainHttp: false, insecure: true, credentials };
    app = fixture().app(front, { settings });
  });

  afterEach(() => front.close());

  async function expectRefused(work: Promise<unknown>): Promise<void> {
    const failure = await work.catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: 'policy', code: 'REDIRECT_REFUSED', retryable: false });
    expect(String(failure)).not.toContain('planted');
    expect(listener.requests).toEqual([]);
  }

  it('redirects nobody to plain HTTP', async () => {
    const location = `${listener.url}v2/app/blobs/${blob.digest}?planted`;
    registry.play({ path: BLOB, do: { kind: 'redirect', status: 307, location } });

    await expectRefused(app.openBlob(blob).then(bytesOf));
  });

  it('has no upload go on over plain HTTP', async () => {
    const location = `${listener.url}v2/app/blobs/uploads/planted`;
    registry.play({ method: 'POST', do: { kind: 'redirect', status: 202, location } });

    await expectRefused(app.startUpload(blob));
  });

  it('has no list go on over plain HTTP', async () => {
    const link = `<${listener.url}v2/app/tags/list?planted>; rel="next"`;
    const headers = { Link: link };
    const body = JSON.stringify({ name: 'app', tags: ['1'] });
    registry.play({ path: /tags/, do: { kind: 'status', status: 200, headers, body } });

    await expectRefused(listed(app));
  });

  it('has no tokens made over plain HTTP', async () => {
    const headers = { 'WWW-Authenticate': `Bearer realm="${listener.url}token?planted"` };
    registry.play({ do: { kind: 'status', status: 401, headers } });

    await expectRefused(app.resolve('1'));
  });
});
