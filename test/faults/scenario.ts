import { memoryStorage } from '../../lib/local/embedded-registry/memory-storage.ts';
import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { store } from '../support/store.ts';

/** A kind of copy, of which every request is struck by every fault. */
export interface Scenario {
  readonly name: string;
  /** How layers go up: by one request each, or in chunks that are continued by the registry's word or the sender's. */
  readonly upload: 'whole' | 'by status' | 'by sender';
  /** Whether what refers to the image has to be there with it. Default: yes. */
  readonly owesReferrers?: boolean;
  /** Whether the state of the hash is kept with each chunk. */
  readonly savesHash?: true;
  /** Whether the second chunk breaks off before anything else happens, so that its upload has to be resumed. */
  readonly isResumed?: true;
  /** Whether anything refers to the image, and how the target tells of it. */
  readonly referrers: 'none' | 'listed' | 'tagged';
}

/** Repository and tag of the image, the same on both sides. */
export const PLACE = { repository: 'app', tag: '1' } as const;

/** Smaller than what Node reads of a socket at once, so that a client that leaves is noticed. */
const LARGE = image({ layers: 1, layerBytes: 20_000 });
const SMALL = image({ layers: 1, layerBytes: 5_000, platform: 'linux/arm64' });

/** The image that all scenarios copy. */
export const IMAGE = index([LARGE, SMALL]);

const SUBJECT = IMAGE.root.descriptor;

/** Found by its subject. */
const SBOM = artifact({ subject: SUBJECT, artifactType: 'application/vnd.example.sbom' });

/** Found by its tag. */
const SIGNATURE = cosignSignature(SUBJECT);

/** What a copy has to bring: the image first, then what refers to it. */
export function contentsOf({ referrers }: Scenario): readonly Built[] {
  return referrers === 'none' ? [IMAGE] : [IMAGE, SBOM, SIGNATURE];
}

/** Every digest that a tag of the target may name, by tag, as far as it is known beforehand. */
export function tagsOf({ referrers }: Scenario): ReadonlyMap<string, Built> {
  const tags = new Map([[PLACE.tag as string, IMAGE]]);
  return referrers === 'none' ? tags : tags.set(signatureTag(SUBJECT.digest), SIGNATURE);
}

/** Where the list of referrers stands on a target that has no list of its own. */
export const LIST_TAG = SUBJECT.digest.replace(':', '-');

/** What that list must name. */
export const LISTED = SBOM.root.descriptor.digest;

/** The source's storage, which no copy changes. */
export async function sourceStorage(scenario: Scenario): Promise<RegistryStorage> {
  const storage = memoryStorage();
  const { repository } = PLACE;
  const tagOf = new Map([...tagsOf(scenario)].map(([tag, built]) => [built, tag]));
  for (const built of contentsOf(scenario)) {
    const tag = tagOf.get(built);
    await store(built, storage, { repository, ...(tag !== undefined && { tag }) });
  }
  return storage;
}
