import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import type { Registries } from '../../lib/registry/registries.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { type Answer, answerReferrers, index, refusal } from '../support/answer-referrers.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const SUBJECT = digestOf(Buffer.from('subject'));
const OTHER = digestOf(Buffer.from('other'));
const ENTRY = image().root.descriptor;
const NEXT = image({ seed: 2 }).root.descriptor;

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let client: Registries;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  client = fixture().client();
  repository = client.open({ registry: registry.host, repository: 'app' }, 'pull');
});

describe('what is known of a referrers API', () => {
  it.each([307, 308])('is asked at the registry that a %i leads to', async (status) => {
    const elsewhere = await fixture().start();
    answerReferrers(elsewhere, { body: index(ENTRY) });
    const location = `${elsewhere.url.origin}/v2/app/referrers/${SUBJECT}`;
    answerReferrers(registry, { status, headers: { Location: location } });

    expect(await repository.listReferrers(SUBJECT)).toEqual([ENTRY]);
  });

  it.each([404, 405, 501])('asks a repository no more that answers %i', async (status) => {
    answerReferrers(registry, { status });

    await repository.listReferrers(SUBJECT);
    const again = client.open({ registry: registry.host, repository: 'app' }, 'pull');
    expect(await again.listReferrers(OTHER)).toBeUndefined();

    expect(registry.requests).toHaveLength(1);
  });

  it('asks every repository of a registry, whatever another one answers', async () => {
    const other = client.open({ registry: registry.host, repository: 'app/other' }, 'pull');
    answerReferrers(registry, { status: 404 }, { body: index(ENTRY) }, { body: index(NEXT) });

    expect(await repository.listReferrers(SUBJECT)).toBeUndefined();
    expect(await other.listReferrers(SUBJECT)).toEqual([ENTRY]);
    expect(await repository.listReferrers(SUBJECT)).toBeUndefined();

    expect(registry.requests).toHaveLength(2);
  });

  it('goes on asking a repository that has listed some, also after a bare 404', async () => {
    answerReferrers(registry, { body: index(ENTRY) }, { status: 404 }, { body: index(NEXT) });

    expect(await repository.listReferrers(SUBJECT)).toEqual([ENTRY]);
    expect(await repository.listReferrers(OTHER)).toBeUndefined();
    expect(await repository.listReferrers(OTHER)).toEqual([NEXT]);
  });

  it.each<[string, Answer]>([
    ['the repository is not there', { status: 404, body: refusal('NAME_UNKNOWN') }],
    ['the manifest is not there', { status: 404, body: refusal('MANIFEST_UNKNOWN') }],
    ['the digest is not liked', { status: 400, body: refusal('DIGEST_INVALID') }],
    ['a proxy is in the way', { status: 403 }],
    ['a proxy has a page for that', { status: 404, body: '\n<!doctype html>' }],
    ['somebody has to log in', { status: 303, headers: { Location: '/login' } }],
    ['there is a page for people', { body: '<html>' }],
  ])('asks again for the next one when %s', async (_, refused) => {
    answerReferrers(registry, refused, { body: index(ENTRY) });

    expect(await repository.listReferrers(SUBJECT)).toBeUndefined();
    expect(await repository.listReferrers(OTHER)).toEqual([ENTRY]);
  });
});
