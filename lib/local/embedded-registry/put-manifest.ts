import { readBounded } from '../../content/bounded.ts';
import { ContentTooLargeError } from '../../content/errors.ts';
import { algorithmOf, type Digest, digestOf } from '../../oci/digest.ts';
import { InvalidManifestError } from '../../oci/errors.ts';
import { type Document, LARGEST_MANIFEST_BYTES, parseManifest } from '../../oci/manifest.ts';
import { essenceOf } from '../../oci/media-types.ts';
import { isTag } from '../../oci/reference.ts';
import { emptyAnswer } from './answer.ts';
import { type ManifestFields, readManifestFields } from './manifest-fields.ts';
import { type ListedManifest, withManifest } from './manifest-list.ts';
import { Refusal } from './refusal.ts';
import type { RegistryRequest } from './registry-request.ts';
import { requireDigest } from './require-digest.ts';
import { requireReferences } from './require-references.ts';
import type { Handler } from './router.ts';
import type { RegistryStorage } from './storage.ts';
import type { UploadManner } from './upload-manner.ts';

export interface ManifestOptions {
  readonly storage: RegistryStorage;
  /** Whether a manifest with a subject is answered by `OCI-Subject`. */
  readonly referrersApi: boolean;
  readonly manner: UploadManner;
  /** Whether a tag keeps naming what it named first. */
  readonly immutableTags: boolean;
}

/** PUT: stores a manifest when everything that it refers to is in its repository. */
export function putManifest(options: ManifestOptions): Handler {
  const { storage, referrersApi, manner, immutableTags } = options;
  return async (request, { repository, segment }) => {
    const bytes = await readBody(request);
    const digest = digestUnder(segment, bytes);
    const { document, subject } = parse(bytes, digest, request.headers['content-type']);
    await requireReferences(storage, repository, document);
    await storeContent(storage, repository, document);
    const { mediaType } = document;
    const listed = { mediaType, digest, size: bytes.byteLength };
    await storage.changeManifests(repository, (manifests) => {
      if (immutableTags) refuseTaken(manifests, segment);
      return withManifest(manifests, isTag(segment) ? { ...listed, tag: segment } : listed);
    });

    return emptyAnswer(201, {
      ...(manner.locatesManifests && { Location: `/v2/${repository}/manifests/${segment}` }),
      'Docker-Content-Digest': digest,
      ...(referrersApi && subject !== undefined && { 'OCI-Subject': subject }),
    });
  };
}

/** ECR refuses the same manifest as well: docs.aws.amazon.com/AmazonECR, "Preventing image tags from being overwritten". */
function refuseTaken(manifests: readonly ListedManifest[], tagOrDigest: string): void {
  if (!manifests.some(({ tag }) => tag === tagOrDigest)) return;
  const message = `the tag ${tagOrDigest} exists and is immutable`;
  throw new Refusal('TAG_INVALID', message);
}

async function readBody({ body }: RegistryRequest): Promise<Uint8Array> {
  try {
    return await readBounded(body, LARGEST_MANIFEST_BYTES, 'the manifest');
  } catch (error) {
    if (!(error instanceof ContentTooLargeError)) throw error;
    throw new Refusal('SIZE_INVALID', error.message, { status: 413 });
  }
}

function digestUnder(tagOrDigest: string, bytes: Uint8Array): Digest {
  if (isTag(tagOrDigest)) return digestOf(bytes);
  if (!tagOrDigest.includes(':')) {
    throw new Refusal('TAG_INVALID', `${JSON.stringify(tagOrDigest)} is neither tag nor digest`);
  }
  const promised = requireDigest(tagOrDigest);
  const digest = digestOf(bytes, algorithmOf(promised));
  if (digest === promised) return digest;
  throw new Refusal('DIGEST_INVALID', `the manifest has the digest ${digest}`);
}

function parse(
  bytes: Uint8Array,
  digest: Digest,
  contentType: string | undefined,
): { document: Document; subject: ManifestFields['subject'] } {
  try {
    const document = parseManifest(bytes, {
      digest,
      ...(contentType !== undefined && { contentType }),
    });
    const { mediaType, subject } = readManifestFields(bytes);
    if (mediaType !== undefined) refuseOtherType(mediaType, contentType);
    return { document: { ...document, mediaType: contentType ?? document.mediaType }, subject };
  } catch (error) {
    if (!(error instanceof InvalidManifestError)) throw error;
    throw new Refusal('MANIFEST_INVALID', error.message);
  }
}

/** Distribution specification, "Pushing Manifests": the header MUST have the value of the field. */
function refuseOtherType(mediaType: string, contentType = mediaType): void {
  if (contentType === mediaType || essenceOf(contentType) === mediaType) return;
  throw new Refusal('MANIFEST_INVALID', `Content-Type ${contentType} is not ${mediaType}`);
}

async function storeContent(
  storage: RegistryStorage,
  repository: string,
  { bytes, digest }: Document,
): Promise<void> {
  const staged = await storage.stageContent();
  try {
    await staged.append(bytes);
    await staged.commit(repository, digest);
  } finally {
    await staged.discard();
  }
}
