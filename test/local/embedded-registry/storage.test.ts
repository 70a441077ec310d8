import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layoutStorage } from '../../../lib/local/embedded-registry/layout-storage.ts';
import { withManifest } from '../../../lib/local/embedded-registry/manifest-list.ts';
import { memoryStorage } from '../../../lib/local/embedded-registry/memory-storage.ts';
import type { RegistryStorage } from '../../../lib/local/embedded-registry/storage.ts';
import { type Digest, digestOf } from '../../../lib/oci/digest.ts';
import { OCI_MANIFEST } from '../../../lib/oci/media-types.ts';

const BYTES = Buffer.from('0123456789');

const STORAGES = { memoryStorage, layoutStorage } as const;

describe.each(['memoryStorage', 'layoutStorage'] as const)('%s', (name) => {
  let folder: string;
  let storage: RegistryStorage;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storage-'));
    storage = STORAGES[name](folder);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function put(repository: string, bytes: Uint8Array = BYTES): Promise<Digest> {
    const staged = await storage.stageContent();
    for (const byte of bytes) await staged.append(Uint8Array.of(byte));
    await staged.commit(repository, digestOf(bytes));
    return digestOf(bytes);
  }

  async function read(...content: Parameters<RegistryStorage['openContent']>): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of storage.openContent(...content)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  it('knows nothing at first', async () => {
    expect(await storage.listRepositories()).toEqual([]);
    expect(await storage.listManifests('app')).toBeUndefined();
    expect(await storage.sizeOf('app', digestOf(BYTES))).toBeUndefined();
  });

  it('gives back what was committed, whole and in part', async () => {
    const digest = await put('team/app');

    expect(await storage.sizeOf('team/app', digest)).toBe(10);
    expect(await read('team/app', digest)).toBe('0123456789');
    expect(await read('team/app', digest, { start: 3, end: 5 })).toBe('345');
  });

  it('forgets the end of what is staged, and goes on from there', async () => {
    const staged = await storage.stageContent();
    for (const part of ['0123', '45', 'lost', 'more']) await staged.append(Buffer.from(part));
    await staged.truncate(6);
    await staged.append(Buffer.from('6789'));

    await staged.commit('app', digestOf(BYTES));

    expect(await read('app', digestOf(BYTES))).toBe('0123456789');
  });

  it.each([0, 200_000])('holds content of %i bytes', async (size) => {
    const staged = await storage.stageContent();
    const bytes = Buffer.alloc(size, 'x');
    await staged.append(bytes);

    await staged.commit('app', digestOf(bytes));

    expect(await storage.sizeOf('app', digestOf(bytes))).toBe(size);
    expect(await read('app', digestOf(bytes))).toBe('x'.repeat(size));
  });

  it('holds content under a sha512 digest', async () => {
    const digest = digestOf(BYTES, 'sha512');
    const staged = await storage.stageContent();
    await staged.append(BYTES);

    await staged.commit('app', digest);

    expect(await read('app', digest)).toBe('0123456789');
  });

  it('shows staged content to nobody but its owner', async () => {
    const staged = await storage.stageContent();
    await staged.append(BYTES);

    const chunks = [];
    for await (const chunk of staged.open()) chunks.push(chunk);
    await staged.discard();

    expect(Buffer.concat(chunks)).toEqual(BYTES);
    expect(await storage.listRepositories()).toEqual([]);
  });

  it('keeps content committed when it is discarded afterwards', async () => {
    const staged = await storage.stageContent();
    await staged.append(BYTES);
    await staged.commit('app', digestOf(BYTES));

    await staged.discard();

    expect(await read('app', digestOf(BYTES))).toBe('0123456789');
  });

  it('keeps repositories apart, nested ones too', async () => {
    const digest = await put('a');
    await put('a/b', Buffer.from('other'));

    expect(await storage.sizeOf('a/b', digest)).toBeUndefined();
    expect((await storage.listRepositories()).toSorted()).toEqual(['a', 'a/b']);
  });

  it('links content that the source has', async () => {
    const digest = await put('a');

    expect(await storage.linkContent(digest, { source: 'a', target: 'b' })).toBe(true);
    expect(await storage.linkContent(digest, { source: 'a', target: 'b' })).toBe(true);
    expect(await storage.linkContent(digest, { source: 'c', target: 'd' })).toBe(false);

    expect(await storage.deleteContent('a', digest)).toBe(true);
    expect(await read('b', digest)).toBe('0123456789');
    expect((await storage.listRepositories()).toSorted()).toEqual(['a', 'b']);
  });

  it('deletes content once', async () => {
    const digest = await put('a');

    expect(await storage.deleteContent('a', digest)).toBe(true);
    expect(await storage.deleteContent('a', digest)).toBe(false);
    expect(await storage.sizeOf('a', digest)).toBeUndefined();
  });

  it('loses no change to a list when many come at once', async () => {
    const tags = Array.from({ length: 20 }, (_, position) => `tag-${position}`);
    const manifest = { mediaType: OCI_MANIFEST, digest: digestOf(BYTES), size: 10 };

    const changes = tags.flatMap((tag) =>
      storage.changeManifests('app', (manifests) => withManifest(manifests, { ...manifest, tag })),
    );
    await Promise.all(changes);

    const listed = (await storage.listManifests('app')) ?? [];
    expect(listed.map(({ tag }) => tag)).toEqual(tags);
    expect(listed[0]).toEqual({ ...manifest, tag: 'tag-0' });
  });

  it.each(['app/blobs', 'app/blobs/sha256', 'app/index.json', 'app/oci-layout', 'blobs'])(
    'tells %s from what belongs to app',
    async (repository) => {
      const digest = await put('app');

      const nested = await put(repository, Buffer.from('nested'));

      expect(await read('app', digest)).toBe('0123456789');
      expect(await read(repository, nested)).toBe('nested');
      expect((await storage.listRepositories()).toSorted()).toEqual(['app', repository].toSorted());
    },
  );
});
