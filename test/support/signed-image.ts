import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { referrerOf } from '../../lib/oci/referral.ts';
import { artifact, cosignSignature, signatureTag } from './artifact-builder.ts';
import { type Built, jsonContent } from './built.ts';
import { digestOf } from './contents.ts';
import { image } from './image-builder.ts';
import { index } from './index-builder.ts';
import type { ContentRepository } from './repository-contract.ts';
import { upload } from './upload.ts';

const AMD64 = image();

/** An image of two platforms, of which much is told. */
export const SIGNED_IMAGE = index([AMD64, image({ platform: 'linux/arm64' })], {
  attestations: true,
});

const SBOM = artifact({
  subject: SIGNED_IMAGE.root.descriptor,
  artifactType: 'application/vnd.example.sbom',
  annotations: { tool: 'example' },
});
const REPORT = artifact({ subject: SIGNED_IMAGE.root.descriptor, seed: 2 });
const SIGNATURE = cosignSignature(SIGNED_IMAGE.root.descriptor);

/** By subject, what refers to the image, to a platform of it and to its SBOM. */
const REFERRERS: ReadonlyMap<Built, readonly Built[]> = new Map([
  [SIGNED_IMAGE, [SBOM, REPORT]],
  [AMD64, [artifact({ subject: AMD64.root.descriptor, seed: 3 })]],
  [SBOM, [artifact({ subject: SBOM.root.descriptor, seed: 4 })]],
]);

/** What cosign keeps about the image, about a platform of it and about the signature. */
const SIGNATURES: ReadonlyMap<Built, Built> = new Map([
  [SIGNED_IMAGE, SIGNATURE],
  [AMD64, cosignSignature(AMD64.root.descriptor)],
  [SIGNATURE, cosignSignature(SIGNATURE.root.descriptor)],
]);

/** Everything that refers to the image, directly or not. */
export const SIGNED_IMAGE_REFERRERS: readonly Built[] = [
  ...[...REFERRERS.values()].flat(),
  ...SIGNATURES.values(),
];

/** The tags under which cosign keeps its part of it. */
export const SIGNED_IMAGE_SIGNATURES: readonly string[] = [...SIGNATURES.keys()].map((subject) =>
  signatureTag(digestOf(subject)),
);

/** The tags that tell of it where a registry does not: those of the lists, and cosign's. */
export const SIGNED_IMAGE_TAGS: readonly string[] = [
  ...[...REFERRERS.keys()].map((subject) => fallbackTag(digestOf(subject))),
  ...SIGNED_IMAGE_SIGNATURES,
];

/** Puts the image and all that refers to it into `repository`, with fallback tags where that needs them. */
export async function publishSignedImage(
  repository: ContentRepository,
  { listsReferrers }: { readonly listsReferrers: boolean },
): Promise<void> {
  await put(repository, SIGNED_IMAGE, '1');
  for (const [subject, referrers] of REFERRERS) {
    for (const referrer of referrers) await put(repository, referrer);
    if (!listsReferrers) await put(repository, listOf(referrers), fallbackTag(digestOf(subject)));
  }
  for (const [subject, signature] of SIGNATURES) {
    await put(repository, signature, signatureTag(digestOf(subject)));
  }
}

/** A list as some tool may have written it, which no other would write alike. */
function listOf(referrers: readonly Built[]): Built {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const manifests = referrers.map(({ root }) => referrerOf(parseManifest(root.bytes)));
  const list = { schemaVersion: 2, mediaType, manifests, annotations: { tool: 'example' } };
  const root = jsonContent(list, mediaType);
  return { root, manifests: [root], blobs: [] };
}

async function put(repository: ContentRepository, built: Built, tag?: string): Promise<void> {
  for (const blob of built.blobs) await upload(repository, blob);
  for (const { bytes } of built.manifests) await repository.putManifest(parseManifest(bytes));
  if (tag !== undefined) await repository.putManifest(parseManifest(built.root.bytes), { tag });
}
