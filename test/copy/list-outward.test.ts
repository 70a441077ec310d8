import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { listOutward } from '../../lib/copy/list-outward.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { referrerOf } from '../../lib/oci/referral.ts';
import { artifact } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { digestOf, digestsOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { Script } from '../support/script.ts';
import { ScriptedRepository } from '../support/scripted-repository.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const OUTSIDE = image({ seed: 9 });
const SBOM = artifact({ subject: OUTSIDE.root.descriptor });
const INSIDE = image();
const ABOUT_INSIDE = artifact({ subject: INSIDE.root.descriptor });

describe('listOutward', () => {
  let target: MemoryRepository;
  let script: Script;

  beforeEach(() => start(false));

  function start(referrersApi: boolean): void {
    target = new MemoryRepository(new Map(), { referrersApi });
    script = new Script();
  }

  async function run(root: Built, unlisted: readonly Built[] = []): Promise<void> {
    const walked = {
      root: parseManifest(root.root.bytes),
      manifests: digestsOf(root.manifests.slice(0, -1)),
    };
    await listOutward(new ScriptedRepository(target, script), walked, {
      unlisted: unlisted.map((child) => parseManifest(child.root.bytes)),
      retry: { retries: 0, clock: new SkippingClock(), random: () => 0 },
    });
  }

  async function listed(subject: Digest) {
    const found = await target.resolve(fallbackTag(subject));
    return found && (await target.fetchManifest(found.digest)).manifests;
  }

  it('lists a root that has a subject, which the target has by its digest then', async () => {
    await run(SBOM);

    expect(await listed(digestOf(OUTSIDE))).toEqual([referrerOf(parseManifest(SBOM.root.bytes))]);
    expect(await target.resolve(digestOf(SBOM))).toBeDefined();
  });

  it('writes no list where the target lists by itself', async () => {
    start(true);

    await run(SBOM);

    expect(script.names('putManifest')).toEqual([digestOf(SBOM)]);
  });

  it('lists children whose subject lies outside, and no others', async () => {
    const root = index([INSIDE, SBOM, ABOUT_INSIDE]);

    await run(root, [SBOM, ABOUT_INSIDE]);

    expect((await listed(digestOf(OUTSIDE)))?.map(({ digest }) => digest)).toEqual([
      digestOf(SBOM),
    ]);
    expect(await listed(digestOf(INSIDE))).toBeUndefined();
  });

  it('asks nothing where nothing has a subject', async () => {
    await run(index([INSIDE]));

    expect(script.steps).toEqual([]);
  });
});
