import { buffer } from 'node:stream/consumers';
import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';
import { type Digest, digestOf } from '../../lib/oci/digest.ts';
import type { BuiltContent } from '../support/built.ts';
import { contentsOf, IMAGE, LIST_TAG, LISTED, PLACE, type Scenario, tagsOf } from './scenario.ts';

/**
 * What is wrong in the target's storage, in sentences: content that is not what its digest says, a tag
 * that names something else, and, once the image has its tag or `mustBeThere`, everything that is missing.
 */
export async function wrongContent(
  storage: RegistryStorage,
  scenario: Scenario,
  mustBeThere: boolean,
): Promise<readonly string[]> {
  const listed = (await storage.listManifests(PLACE.repository)) ?? [];
  const isTagged = listed.some(({ tag }) => tag === PLACE.tag);
  const wrong = [...wrongTags(listed, scenario), ...(await damaged(storage, listed))];
  if (!isTagged) return mustBeThere ? [...wrong, 'the image has no tag'] : wrong;
  return [...wrong, ...(await missing(storage, scenario)), ...(await unlisted(storage, scenario))];
}

type Listed = readonly { readonly tag?: string; readonly digest: Digest }[];

function wrongTags(listed: Listed, scenario: Scenario): readonly string[] {
  const expected = tagsOf(scenario);
  return listed.flatMap(({ tag, digest }) => {
    if (tag === undefined || tag === LIST_TAG) return [];
    const built = expected.get(tag);
    return built?.root.descriptor.digest === digest ? [] : [`the tag ${tag} names ${digest}`];
  });
}

async function damaged(storage: RegistryStorage, listed: Listed): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { digest } of listed) {
    const bytes = await contentOf(storage, digest);
    if (!bytes || digestOf(bytes) !== digest) wrong.push(`the manifest ${digest} is damaged`);
  }
  return wrong;
}

async function missing(storage: RegistryStorage, scenario: Scenario): Promise<readonly string[]> {
  const wrong: string[] = [];
  const { owesReferrers = true } = scenario;
  const owed = owesReferrers ? contentsOf(scenario) : [IMAGE];
  for (const { manifests, blobs } of owed) {
    for (const content of [...manifests, ...blobs]) {
      if (!(await isThere(storage, content))) wrong.push(`${content.descriptor.digest} is missing`);
    }
  }
  if (!owesReferrers) return wrong;
  for (const tag of tagsOf(scenario).keys()) {
    if (!(await digestOfTag(storage, tag))) wrong.push(`the tag ${tag} is missing`);
  }
  return wrong;
}

/** The bytes of a list are its writer's; what it names is not. */
async function unlisted(
  storage: RegistryStorage,
  { referrers, owesReferrers = true }: Scenario,
): Promise<readonly string[]> {
  if (referrers !== 'tagged' || !owesReferrers) return [];
  const digest = await digestOfTag(storage, LIST_TAG);
  const list = digest && (await contentOf(storage, digest))?.toString();
  return list?.includes(LISTED) ? [] : [`${LISTED} is not in the list of referrers`];
}

async function digestOfTag(storage: RegistryStorage, tag: string): Promise<Digest | undefined> {
  const listed = (await storage.listManifests(PLACE.repository)) ?? [];
  return listed.find((manifest) => manifest.tag === tag)?.digest;
}

async function isThere(storage: RegistryStorage, content: BuiltContent): Promise<boolean> {
  const bytes = await contentOf(storage, content.descriptor.digest);
  return bytes?.equals(content.bytes) ?? false;
}

async function contentOf(storage: RegistryStorage, digest: Digest): Promise<Buffer | undefined> {
  const size = await storage.sizeOf(PLACE.repository, digest);
  if (size === undefined) return undefined;
  return await buffer(storage.openContent(PLACE.repository, digest));
}
