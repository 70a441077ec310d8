import { describe, expect, it } from 'vitest';
import { OCI_INDEX } from '../../../lib/oci/media-types.ts';
import { artifact } from '../../support/artifact-builder.ts';
import { image } from '../../support/image-builder.ts';
import { push } from '../../support/push.ts';
import { request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

const SUBJECT = image();
const { digest } = SUBJECT.root.descriptor;
const PATH = `/v2/app/referrers/${digest}`;
const APP = { repository: 'app' };

const SBOM = artifact({
  subject: SUBJECT.root.descriptor,
  artifactType: 'application/vnd.example.sbom',
  annotations: { tool: 'example' },
});
const SIGNED_IMAGE = image({ seed: 2, subject: SUBJECT.root.descriptor });

describe('referrers', () => {
  it('lists those that have the subject once, with their type and annotations', async () => {
    const registry = await start();
    await push(SUBJECT, registry.url, APP);
    await push(SBOM, registry.url, { ...APP, tag: 'sbom' });
    await push(SBOM, registry.url, { ...APP, tag: 'latest-sbom' });
    await push(SIGNED_IMAGE, registry.url, APP);

    const answer = await request(registry, PATH);

    expect(answer.headers.get('content-type')).toBe(OCI_INDEX);
    expect(answer.headers.get('oci-filters-applied')).toBeNull();
    expect(await answer.json()).toEqual({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [
        {
          ...SBOM.root.descriptor,
          artifactType: 'application/vnd.example.sbom',
          annotations: { tool: 'example' },
        },
        {
          ...SIGNED_IMAGE.root.descriptor,
          artifactType: 'application/vnd.oci.image.config.v1+json',
        },
      ],
    });
  });

  it('keeps to the type that is asked for and says so', async () => {
    const registry = await start();
    await push(SBOM, registry.url, APP);
    await push(SIGNED_IMAGE, registry.url, APP);

    const answer = await request(registry, `${PATH}?artifactType=application/vnd.example.sbom`);

    expect(answer.headers.get('oci-filters-applied')).toBe('artifactType');
    expect(await answer.json()).toMatchObject({
      manifests: [{ digest: SBOM.root.descriptor.digest }],
    });
  });

  it('is an empty index where there are none', async () => {
    const answer = await request(await start(), PATH);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ manifests: [] });
  });

  it.each([true, false])('confirms the subject when the API is there: %s', async (referrersApi) => {
    const registry = await start({ referrersApi });
    await push(SBOM, registry.url, APP);
    const { digest: sbom, mediaType } = SBOM.root.descriptor;

    const { headers } = await request(registry, `/v2/app/manifests/${sbom}`, {
      method: 'PUT',
      headers: { 'content-type': mediaType },
      body: Buffer.from(SBOM.root.bytes),
    });

    expect(headers.get('oci-subject')).toBe(referrersApi ? digest : null);
  });

  it('takes no subject from a digest that is none', async () => {
    const registry = await start();
    const subject = { digest: 'sha256:x\r\nInjected: 1' };

    const { status, headers } = await request(registry, '/v2/app/manifests/1', {
      method: 'PUT',
      body: JSON.stringify({ schemaVersion: 2, subject }),
    });

    expect([status, headers.get('oci-subject'), headers.get('injected')]).toEqual([
      201,
      null,
      null,
    ]);
  });

  it('is a page that is not found where the API is not there', async () => {
    const registry = await start({ referrersApi: false });
    await push(SBOM, registry.url, APP);

    const answer = await request(registry, PATH);

    expect([answer.status, await answer.text()]).toEqual([404, '404 page not found\n']);
  });
});
