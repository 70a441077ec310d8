import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { type CopyReferrersOptions, copyReferrers } from '../../lib/copy/copy-referrers.ts';
import { findReferrers } from '../../lib/copy/find-referrers.ts';
import type { FoundReferrers, ReferrerFilter } from '../../lib/copy/referrer.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { ReferrerTags } from '../../lib/copy/referrer-tags.ts';
import type { CopiedReferrers } from '../../lib/copy/referrer-tally.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { type Built, type BuiltContent, jsonContent } from './built.ts';
import { digestOf, digestsOf } from './contents.ts';
import { fill } from './fill.ts';
import { Script } from './script.ts';
import { ScriptedRepository } from './scripted-repository.ts';
import { SkippingClock } from './skipping-clock.ts';

export interface ReferrerCopyOptions {
  /** Whether source and target list referrers by themselves. Default: both do. */
  readonly sourceApi?: boolean;
  readonly targetApi?: boolean;
}

/** What refers to an image, to be found in one repository and copied to another under a script each. */
export class ReferrerCopy {
  readonly source: MemoryRepository;
  readonly target: MemoryRepository;
  readonly atSource = new Script();
  readonly atTarget = new Script();
  readonly from: ScriptedRepository;
  readonly to: ScriptedRepository;
  readonly clock = new SkippingClock();

  constructor({ sourceApi = true, targetApi = true }: ReferrerCopyOptions = {}) {
    this.source = new MemoryRepository(new Map(), { referrersApi: sourceApi });
    this.target = new MemoryRepository(new Map(), { referrersApi: targetApi });
    this.from = new ScriptedRepository(this.source, this.atSource);
    this.to = new ScriptedRepository(this.target, this.atTarget);
  }

  /** Puts `built` into the source, its root under `tag` where one is given. */
  async publish(built: Built, tag?: string): Promise<void> {
    await put(this.source, built, tag);
  }

  /** Looks for what refers to any manifest of `image`. */
  async find(image: Built, filter?: ReferrerFilter): Promise<FoundReferrers> {
    const tags = new ReferrerTags(this.from);
    return await findReferrers(this.from, digestsOf(image.manifests), { tags, filter });
  }

  /** What the target's fallback tag of `subject` lists, `undefined` where there is no such tag. */
  async listed(subject: Built): Promise<readonly Digest[] | undefined> {
    const found = await this.target.resolve(fallbackTag(digestOf(subject)));
    if (!found) return undefined;
    return (await this.target.fetchManifest(found.digest)).manifests.map(({ digest }) => digest);
  }

  /** Copies everything that refers to `image`, repeating nothing. */
  async run(image: Built, options: Partial<CopyReferrersOptions> = {}): Promise<CopiedReferrers> {
    const retry = { retries: 0, clock: this.clock, random: () => 0 };
    const found = await this.find(image);
    return await copyReferrers(this.from, this.to, found, { retry, ...options });
  }
}

/** Puts `built` into a repository in memory, its root under `tag` where one is given. */
export async function put(repository: MemoryRepository, built: Built, tag?: string): Promise<void> {
  await fill(repository, built);
  if (tag !== undefined) await repository.putManifest(parseManifest(built.root.bytes), { tag });
}

/** A manifest to be listed that is nowhere: it is not built, so that there can be thousands. */
export function unpublished(seed: number): { readonly root: BuiltContent } {
  const digest = `sha256:${seed.toString(16).padStart(64, '0')}` as const;
  return {
    root: { descriptor: { mediaType: OCI_MANIFEST, digest, size: 2 }, bytes: Buffer.from('{}') },
  };
}

/** A list as it stands under a fallback tag; `entries` are artifacts whose type it tells, or does not. */
export function referrersIndex(
  entries: readonly { readonly root: BuiltContent; readonly artifactType?: string }[],
): Built {
  const manifests: readonly Descriptor[] = entries.map(({ root, artifactType }) => ({
    ...root.descriptor,
    ...(artifactType !== undefined && { artifactType }),
  }));
  const root = jsonContent({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, OCI_INDEX);
  return { root, manifests: [root], blobs: [] };
}
