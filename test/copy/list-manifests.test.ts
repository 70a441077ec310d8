import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { type ListedManifests, listManifests } from '../../lib/copy/list-manifests.ts';
import type { Built } from '../support/built.ts';
import { digestOf, digestsOf } from '../support/contents.ts';
import { fill } from '../support/fill.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { Script } from '../support/script.ts';
import { ScriptedRepository } from '../support/scripted-repository.ts';

const AMD64 = image();
const ARM64 = image({ platform: 'linux/arm64' });
const INNER = index([AMD64, ARM64]);
const OUTER = index([INNER, AMD64]);

describe('listManifests', () => {
  let repository: MemoryRepository;
  let script: Script;

  beforeEach(() => {
    repository = new MemoryRepository();
    script = new Script();
  });

  async function list(
    built: Built,
    mediaType = built.root.descriptor.mediaType,
  ): Promise<ListedManifests> {
    await fill(repository, built);
    const source = new ScriptedRepository(repository, script);
    return await listManifests(source, { ...built.root.descriptor, mediaType });
  }

  it('lists what stands at any level below the root, each once', async () => {
    const { manifests } = await list(OUTER);

    expect(manifests.toSorted()).toEqual([INNER, AMD64, ARM64].map(digestOf).toSorted());
  });

  it('reads indexes alone', async () => {
    await list(OUTER);

    expect(script.names('fetchManifest')).toEqual([digestOf(OUTER), digestOf(INNER)]);
  });

  it('reads nothing of a single manifest', async () => {
    expect(await list(AMD64)).toEqual({ manifests: [], platforms: [] });

    expect(script.steps).toEqual([]);
  });

  it('tells the platforms of entries, each once and without those of attestations', async () => {
    const { platforms } = await list(index([AMD64, ARM64, INNER], { attestations: true }));

    expect(platforms).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('looks into an index that the registry calls something else', async () => {
    const { manifests } = await list(INNER, 'application/json');

    expect(manifests).toEqual(digestsOf([AMD64.root, ARM64.root]));
  });

  it('refuses indexes nested more than eight deep', async () => {
    let nested = index([AMD64]);
    for (let depth = 1; depth <= 9; depth += 1) nested = index([nested]);

    await expect(list(nested)).rejects.toMatchObject({ code: 'NESTED_TOO_DEEP', side: 'source' });
  });
});
