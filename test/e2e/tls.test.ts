import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { describeWith } from '../support/describe-with.ts';
import { image } from '../support/image-builder.ts';
import { listTags } from '../support/list-tags.ts';
import { push } from '../support/push.ts';
import { syncDefinition } from '../support/sync-definition.ts';
import { type SelfSigned, selfSigned, startTlsFront, type TlsFront } from '../support/tls-front.ts';
import { useWorkplace, type Variables } from '../support/workplace.ts';

describeWith(['openssl'], 'a source whose certificate nobody vouches for', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();
  let certificate: SelfSigned;
  let front: TlsFront;
  let target: EmbeddedRegistry;

  beforeAll(async () => {
    certificate = await selfSigned();
  });

  beforeEach(async () => {
    const source = await startRegistry();
    target = await startRegistry();
    await push(image(), source.url, { repository: 'app', tag: '1' });
    front = await startTlsFront(source.url, certificate);
  });

  afterEach(() => front.close());

  /** Registries on loopback speak plain HTTP unless they are said not to. */
  const sync = (settings: object = {}, env: Variables = {}) =>
    syncDefinition(
      workplace(),
      {
        images: [{ source: `${front.host}/app:1`, target: `${target.host}/app` }],
        registries: { [front.host]: { plainHttp: false, ...settings } },
      },
      [],
      env,
    );

  it('is not trusted', async () => {
    const { exitCode, report } = await sync();

    expect(report.images).toMatchObject([
      {
        status: 'failed',
        error: {
          kind: 'policy',
          code: 'TLS_FAILED',
          side: 'source',
          message: expect.stringContaining(`the TLS connection to ${front.host} cannot be trusted`),
          hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS.*insecure/),
        },
      },
    ]);
    expect(exitCode).toBe(1);
    expect(await listTags(target.url, 'app')).toEqual([]);
  });

  it.each([
    ['insecure: true', { insecure: true }, {}],
    ['NODE_EXTRA_CA_CERTS', {}, { NODE_EXTRA_CA_CERTS: 'authority.pem' }],
    ['ca', { ca: 'authority.pem' }, {}],
  ])('is mirrored with %s, as the hint says', async (_, settings, env) => {
    await workplace().write('authority.pem', certificate.cert.toString());

    const { exitCode } = await sync(settings, env as Variables);

    expect(exitCode).toBe(0);
    expect(await listTags(target.url, 'app')).toEqual(['1']);
  });

  it('is mirrored with the authority where podman keeps it', async () => {
    const file = `.config/containers/certs.d/${front.host}/ca.crt`;
    await workplace().write(file, certificate.cert.toString());

    const { exitCode } = await sync();

    expect(exitCode).toBe(0);
  });
});
