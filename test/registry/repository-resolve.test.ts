import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import { OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { asked } from '../support/asked.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const TAG = '/v2/app/manifests/1';
const built = image();
const { descriptor } = built.root;
const other = image({ seed: 2 }).root;

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  await store(built, registry.storage, { repository: 'app', tag: '1' });
  repository = fixture().app(registry);
});

describe('resolve', () => {
  it('costs one HEAD', async () => {
    expect(await repository.resolve('1')).toEqual(descriptor);

    expect(asked(registry)).toEqual([`HEAD ${TAG} 200`]);
  });

  it('believes no header that names another content than the one asked for', async () => {
    const set = { 'Docker-Content-Digest': other.descriptor.digest };
    registry.play({ method: 'HEAD', do: { kind: 'headers', set } });

    expect(await repository.resolve(descriptor.digest)).toEqual(descriptor);
  });

  it('asks for every form, so that the registry converts none', async () => {
    await repository.resolve('1');

    const accepted = registry.requests[0]?.headers.accept ?? '';
    expect(accepted.split(', ')).toEqual(
      expect.arrayContaining([OCI_MANIFEST, descriptor.mediaType, '*/*']),
    );
  });

  it('leaves parameters of the media type out', async () => {
    const type = `${descriptor.mediaType}; charset=utf-8`;
    registry.play({ do: { kind: 'headers', set: { 'Content-Type': type } } });

    expect(await repository.resolve('1')).toEqual(descriptor);
  });

  it.each<[string, FaultEffect]>([
    ['is refused with 400', { kind: 'status', status: 400 }],
    ['is refused with 403', { kind: 'status', status: 403 }],
    ['is refused with 405', { kind: 'status', status: 405 }],
    ['is refused with 501', { kind: 'status', status: 501 }],
    ['names no digest', { kind: 'headers', remove: ['Docker-Content-Digest'] }],
    ['names no usable digest', { kind: 'headers', set: { 'Docker-Content-Digest': 'sha256:x' } }],
    ['names no length', { kind: 'headers', remove: ['Content-Length'] }],
    ['names no type', { kind: 'headers', remove: ['Content-Type'] }],
  ])('reads the content where HEAD %s', async (_, effect) => {
    registry.play({ method: 'HEAD', do: effect });

    expect(await repository.resolve('1')).toEqual(descriptor);

    expect(registry.requests.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
  });

  it('hashes content that comes without a digest', async () => {
    registry.play({ do: { kind: 'headers', remove: ['Docker-Content-Digest'] } });

    expect(await repository.resolve('1')).toEqual(descriptor);
  });

  it('refuses content that is not what its digest says', async () => {
    const set = { 'Docker-Content-Digest': other.descriptor.digest };
    registry.play({ method: 'HEAD', do: { kind: 'status', status: 405 } });
    registry.play({ method: 'GET', do: { kind: 'headers', set } });

    await expect(repository.resolve('1')).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
  });

  it('finds nothing where the content is missing too', async () => {
    registry.play({ method: 'HEAD', do: { kind: 'status', status: 405 } });

    expect(await repository.resolve('2')).toBeUndefined();
  });

  it('reports a refusal of HEAD and GET', async () => {
    registry.play({ do: { kind: 'status', status: 403 } });

    await expect(repository.resolve('1')).rejects.toMatchObject({ code: 'DENIED' });
  });
});
