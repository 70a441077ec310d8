import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layoutStorage } from '../../../lib/local/embedded-registry/layout-storage.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';
import { push } from '../../support/push.ts';
import { rawManifest } from '../../support/raw-manifest.ts';
import { request, useRegistries } from './opened-registries.ts';

describe('layoutStorage', () => {
  const start = useRegistries();
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'layouts-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('serves after a restart what was pushed before', async () => {
    const built = index([image(), image({ platform: 'linux/arm64' })]);
    const before = await start({ storage: layoutStorage(folder) });
    await push(built, before.url, { repository: 'team/app', tag: '1' });
    await before.close();

    const { url } = await start({ storage: layoutStorage(folder) });

    expect(await rawManifest(url, 'team/app', '1')).toEqual(Buffer.from(built.root.bytes));
    for (const { descriptor, bytes } of built.manifests) {
      expect(await rawManifest(url, 'team/app', descriptor.digest)).toEqual(Buffer.from(bytes));
    }
    for (const { descriptor, bytes } of built.blobs) {
      const answer = await fetch(new URL(`/v2/team/app/blobs/${descriptor.digest}`, url));
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(bytes));
    }
  });

  it('writes an image layout, its tags as names and untagged manifests without', async () => {
    const child = image();
    const built = index([child]);
    const { url } = await start({ storage: layoutStorage(folder) });

    await push(built, url, { repository: 'app', tag: '1' });

    const layout = JSON.parse(await readFile(join(folder, 'app/oci-layout'), 'utf8'));
    const { manifests } = JSON.parse(await readFile(join(folder, 'app/index.json'), 'utf8'));
    const names = { annotations: { 'org.opencontainers.image.ref.name': '1' } };
    expect(layout).toEqual({ imageLayoutVersion: '1.0.0' });
    expect(manifests).toEqual([child.root.descriptor, { ...built.root.descriptor, ...names }]);
    const hex = built.root.descriptor.digest.slice('sha256:'.length);
    expect(await readFile(join(folder, 'app/blobs/sha256', hex))).toEqual(built.root.bytes);
  });

  it('leaves nothing of an upload that failed or was open when the registry closed', async () => {
    const registry = await start({ storage: layoutStorage(folder) });
    const wrong = `digest=${digestOf(Buffer.from('promised'))}`;
    const uploads = '/v2/app/blobs/uploads/';
    await request(registry, `${uploads}?${wrong}`, { method: 'POST', body: 'sent' });
    await request(registry, uploads, { method: 'POST' });

    await registry.close();

    expect(await readdir(join(folder, '.staged'))).toEqual([]);
    expect(await layoutStorage(folder).listRepositories()).toEqual([]);
  });

  it('opens a session when a blob shall be mounted from outside', async () => {
    const registry = await start({ storage: layoutStorage(folder) });
    const query = `mount=${digestOf(Buffer.from('x'))}&from=../outside`;

    const answer = await request(registry, `/v2/app/blobs/uploads/?${query}`, { method: 'POST' });

    expect(answer.status).toBe(202);
  });

  it.each(['..', '../other', 'a/../../b', '/etc', '.staged', 'a\\..\\b', 'a:b', ''])(
    'does not follow the name %j',
    async (repository) => {
      const storage = layoutStorage(folder);
      const digest = digestOf(Buffer.from('x'));

      await expect(storage.sizeOf(repository, digest)).rejects.toThrow('is not a repository path');
      await expect(storage.changeManifests(repository, () => [])).rejects.toThrow(
        'not a repository',
      );
      expect(await readdir(folder)).toEqual([]);
    },
  );
});
