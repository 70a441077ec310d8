import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { OCI_INDEX } from '../../lib/oci/media-types.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { type Answer, answerReferrers, index, refusal } from '../support/answer-referrers.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const SUBJECT = digestOf(Buffer.from('subject'));
const PATH = `/v2/app/referrers/${SUBJECT}`;
const ENTRY = { ...image().root.descriptor, artifactType: 'application/vnd.example.sbom' };
const NEXT = { ...image({ seed: 2 }).root.descriptor, annotations: { tool: 'example' } };

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  repository = fixture().app(registry);
});

/** The next requests for referrers get these, one after another. */
function answer(...answers: readonly Answer[]): void {
  answerReferrers(registry, ...answers);
}

describe('listReferrers', () => {
  it('reads what the registry lists', async () => {
    answer({ body: index(ENTRY, NEXT) });

    expect(await repository.listReferrers(SUBJECT)).toEqual([ENTRY, NEXT]);

    expect(registry.requests).toMatchObject([{ path: PATH, headers: { accept: OCI_INDEX } }]);
  });

  it('follows the pages of a long list', async () => {
    answer(
      { body: index(ENTRY), headers: { Link: `<${PATH}?n=1&next=2>; rel="next"` } },
      { body: index(NEXT) },
    );

    expect(await repository.listReferrers(SUBJECT)).toEqual([ENTRY, NEXT]);

    expect(registry.requests[1]?.query.get('next')).toBe('2');
  });

  it.each([
    ['itself', `<${PATH}>; rel="next"`, 'UNEXPECTED_RESPONSE'],
    ['another origin', '<https://other.example/v2/>; rel="next"', 'REDIRECT_REFUSED'],
  ])('fails when a page leads to %s', async (_, Link, code) => {
    answer({ body: index(ENTRY), headers: { Link } });

    await expect(repository.listReferrers(SUBJECT)).rejects.toMatchObject({ code });
  });

  it.each([
    ['no page of the registry', { body: '<html>' }],
    ['not found', { status: 404 }],
    ['refused', { status: 400, body: refusal('UNSUPPORTED') }],
    ['elsewhere', { status: 303, headers: { Location: '/packages' } }],
  ])('fails when a later page is %s', async (_, page) => {
    answer({ body: index(ENTRY), headers: { Link: '<?next=2>; rel="next"' } }, page);

    await expect(repository.listReferrers(SUBJECT)).rejects.toBeInstanceOf(Error);
  });

  it('fails where pages come without an end', async () => {
    const body = index(...Array.from({ length: 60_000 }, () => ENTRY));
    const pages = [1, 2, 3].map((page) => ({
      body,
      headers: { Link: `<?page=${page}>; rel="next"` },
    }));
    answer(...pages);

    await expect(repository.listReferrers(SUBJECT)).rejects.toMatchObject({
      code: 'UNEXPECTED_RESPONSE',
    });

    expect(registry.requests).toHaveLength(2);
  });

  it.each([
    [{ schemaVersion: 2, mediaType: OCI_INDEX, manifests: null }],
    [{ schemaVersion: 2, mediaType: OCI_INDEX }],
    [index()],
  ])('reads %j as none', async (body) => {
    answer({ body });

    expect(await repository.listReferrers(SUBJECT)).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['404', { status: 404, body: '404 page not found' }],
    ['404 of a repository that is not there', { status: 404, body: refusal('NAME_UNKNOWN') }],
    ['400', { status: 400, body: refusal('UNSUPPORTED') }],
    ['403 of a proxy', { status: 403, body: '<html>forbidden</html>' }],
    ['204', { status: 204 }],
    ['405', { status: 405 }],
    ['501', { status: 501 }],
    ['a page for people', { body: '<html>' }],
    ['another document', { body: { schemaVersion: 2, layers: [] } }],
    ['nothing', {}],
  ])('takes %s for a registry that has no such list', async (_, refused) => {
    answer(refused);

    expect(await repository.listReferrers(SUBJECT)).toBeUndefined();
  });

  it('asks again for a list that was damaged on its way', async () => {
    const headers = { 'Content-Type': OCI_INDEX };
    answer({ headers, body: JSON.stringify(index(ENTRY)).slice(0, -9) }, { body: index(ENTRY) });

    expect(await repository.listReferrers(SUBJECT)).toEqual([ENTRY]);
  });

  it.each([
    [303, '/packages'],
    [303, 'ftp://other.example/'],
    [302, '/v2/app/referrers/elsewhere'],
  ])(
    'takes %i to %s for a registry that has no such list, and goes nowhere',
    async (status, Location) => {
      answer({ status, headers: { Location } }, { body: index(ENTRY) });

      expect(await repository.listReferrers(SUBJECT)).toBeUndefined();

      expect(registry.requests).toHaveLength(1);
    },
  );

  it.each<[string, Answer, string]>([
    ['401', { status: 401 }, 'AUTHENTICATION_FAILED'],
    ['403 about the account', { status: 403, body: refusal('DENIED') }, 'DENIED'],
    ['403 of Harbor', { status: 403, body: refusal('FORBIDDEN') }, 'DENIED'],
    ['400 about the account', { status: 400, body: refusal('DENIED') }, 'UNEXPECTED_RESPONSE'],
    ['404 about the account', { status: 404, body: refusal('UNAUTHORIZED') }, 'NOT_FOUND'],
    ['429', { status: 429 }, 'THROTTLED'],
    ['400 for too many', { status: 400, body: refusal('TOOMANYREQUESTS') }, 'THROTTLED'],
    ['500', { status: 500 }, 'REGISTRY_UNAVAILABLE'],
    ['503', { status: 503 }, 'REGISTRY_UNAVAILABLE'],
    ['a list of something else', { body: index('sha256') }, 'INVALID_MANIFEST'],
  ])('fails at %s, and says nothing of referrers', async (_, refused, code) => {
    // Limits are waited for, an hour at the most.
    answer(...Array.from({ length: 20 }, () => refused));

    await expect(repository.listReferrers(SUBJECT)).rejects.toMatchObject({ code });
  });

  it('fails when the connection does', async () => {
    registry.play({ path: PATH, do: { kind: 'reset' } });

    await expect(repository.listReferrers(SUBJECT)).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
    });
  });

  it('fails where page after page brings nothing new', async () => {
    const endless = Array.from({ length: 110 }, (_, page) => ({
      body: index(ENTRY),
      headers: { Link: `<?page=${page}>; rel="next"` },
    }));
    answer(...endless);

    await expect(repository.listReferrers(SUBJECT)).rejects.toMatchObject({
      message: expect.stringContaining(PATH),
      code: 'UNEXPECTED_RESPONSE',
    });

    expect(registry.requests).toHaveLength(101);
  });
});

describe('putManifest', () => {
  it.each([
    ['that it lists the referrer', { 'OCI-Subject': SUBJECT }, true],
    ['nothing of it', {}, false],
  ])('resolves to what the registry says: %s', async (_, headers, listsReferrer) => {
    registry.play({ method: 'PUT', do: { kind: 'status', status: 201, headers } });

    expect(await repository.putManifest(parseManifest(image().root.bytes))).toEqual({
      listsReferrer,
    });
  });
});
