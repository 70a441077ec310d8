import { createHash } from 'node:crypto';
import pMap from 'p-map';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import type { Built, BuiltContent } from '../../test/support/built.ts';
import { targetRepository } from './definition-text.ts';
import { blobsOf, type SoakImage } from './soak-image.ts';

const AT_A_TIME = 8;

const ANY_MANIFEST = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/**
 * What is missing of `images` in the registry at `url`, or is other than it should be, by requests of its
 * own: every manifest and every blob is read and its digest computed, a blob of several repositories once.
 */
export async function verifyTarget(
  url: URL,
  images: readonly SoakImage[],
): Promise<readonly string[]> {
  const verified = new Set<string>();
  const found = await pMap(images, (image) => verifyImage(image, { url, verified }), {
    concurrency: AT_A_TIME,
  });
  return found.flat();
}

interface Verification {
  readonly url: URL;
  /** Digests of blobs whose bytes were read. */
  readonly verified: Set<string>;
}

async function verifyImage(image: SoakImage, place: Verification): Promise<readonly string[]> {
  const base = new URL(`/v2/${targetRepository(image)}/`, place.url);
  const { built, referrers, signatures, tag } = image;
  const manifests = [built, ...referrers, ...signatures.values()].flatMap((all) => all.manifests);
  const tags: readonly (readonly [string, Built])[] = [[tag, built], ...signatures];
  return [
    ...(await each(tags, ([name, { root }]) => verifyManifest(base, name, root))),
    ...(await each(manifests, (one) => verifyManifest(base, one.descriptor.digest, one))),
    ...(await each([...blobsOf(image)], (blob) => verifyBlob(base, blob, place))),
    ...(referrers.length > 0 ? await verifyReferrers(base, image) : []),
  ];
}

async function each<Item>(
  items: readonly Item[],
  verify: (item: Item) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const found = await pMap(items, verify, { concurrency: 1 });
  return found.filter((problem) => problem !== undefined);
}

/** What is wrong at `url`, where reading it fails too. */
async function reading(
  url: URL,
  read: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await read();
  } catch (error) {
    return `${url.pathname} cannot be read: ${String(error)}`;
  }
}

function verifyManifest(
  base: URL,
  tagOrDigest: string,
  content: BuiltContent,
): Promise<string | undefined> {
  const url = new URL(`manifests/${tagOrDigest}`, base);
  return reading(url, () => readManifest(url, content));
}

async function readManifest(url: URL, { descriptor }: BuiltContent): Promise<string | undefined> {
  const response = await fetch(url, { headers: { accept: ANY_MANIFEST } });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok) return `${url.pathname} answers ${response.status}`;
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (digest === descriptor.digest) return undefined;
  return `${url.pathname} is ${digest} and should be ${descriptor.digest}`;
}

function verifyBlob(
  base: URL,
  blob: readonly [string, number],
  place: Verification,
): Promise<string | undefined> {
  const url = new URL(`blobs/${blob[0]}`, base);
  return reading(url, () => readBlob(url, blob, place));
}

async function readBlob(
  url: URL,
  [digest, size]: readonly [string, number],
  { verified }: Verification,
): Promise<string | undefined> {
  const isKnown = verified.has(digest);
  const response = await fetch(url, { method: isKnown ? 'HEAD' : 'GET' });
  if (!response.ok) {
    await response.body?.cancel();
    return `${url.pathname} answers ${response.status}`;
  }
  const length = Number(response.headers.get('content-length'));
  if (isKnown)
    return length === size ? undefined : `${url.pathname} has ${length} of ${size} bytes`;
  const hash = createHash('sha256');
  for await (const chunk of response.body ?? []) hash.update(chunk);
  if (`sha256:${hash.digest('hex')}` !== digest) return `${url.pathname} has other content`;
  verified.add(digest);
  return undefined;
}

/** By the tag that lists them: docker-registry has no other list. */
async function verifyReferrers(base: URL, image: SoakImage): Promise<readonly string[]> {
  const url = new URL(`manifests/${fallbackTag(image.built.root.descriptor.digest)}`, base);
  const response = await fetch(url, { headers: { accept: ANY_MANIFEST } });
  const list = await response.text();
  if (!response.ok) return [`${url.pathname}, a list of referrers, answers ${response.status}`];
  return image.referrers
    .map(({ root }) => root.descriptor.digest)
    .filter((digest) => !list.includes(digest))
    .map((digest) => `${url.pathname} does not list ${digest}`);
}
