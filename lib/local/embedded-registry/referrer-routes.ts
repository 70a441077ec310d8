import { readBounded } from '../../content/bounded.ts';
import type { Digest } from '../../oci/digest.ts';
import type { JsonObject } from '../../oci/json.ts';
import { LARGEST_MANIFEST_BYTES } from '../../oci/manifest.ts';
import { OCI_INDEX } from '../../oci/media-types.ts';
import { repositoryAccess } from './access.ts';
import { jsonAnswer } from './answer.ts';
import { type ManifestFields, readManifestFields } from './manifest-fields.ts';
import type { ListedManifest } from './manifest-list.ts';
import { requireDigest } from './require-digest.ts';
import { type Handler, pageNotFound, type Route } from './router.ts';
import type { RegistryStorage } from './storage.ts';

export interface ReferrerOptions {
  readonly storage: RegistryStorage;
  /** `false` makes the registry one that has never heard of referrers. */
  readonly referrersApi: boolean;
}

/** Which manifests are about another one: distribution specification, "Listing Referrers". */
export function referrerRoutes({ storage, referrersApi }: ReferrerOptions): readonly Route[] {
  return [
    {
      pattern: /^\/v2\/(?<repository>.+)\/referrers\/(?<segment>[^/]+)$/,
      access: repositoryAccess,
      handlers: { GET: referrersApi ? getReferrers(storage) : pageNotFound },
    },
  ];
}

function getReferrers(storage: RegistryStorage): Handler {
  return async ({ query }, { repository, segment }) => {
    const subject = requireDigest(segment);
    const wanted = query.get('artifactType');
    const referrers = await listReferrers(storage, repository, subject);
    const manifests = referrers.filter(
      ({ artifactType }) => wanted === null || artifactType === wanted,
    );
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
    return jsonAnswer(200, index, {
      'Content-Type': OCI_INDEX,
      ...(wanted !== null && { 'OCI-Filters-Applied': 'artifactType' }),
    });
  };
}

interface Referrer extends Omit<ListedManifest, 'tag'> {
  readonly artifactType?: string;
  readonly annotations?: JsonObject;
}

async function listReferrers(
  storage: RegistryStorage,
  repository: string,
  subject: Digest,
): Promise<readonly Referrer[]> {
  const listed = (await storage.listManifests(repository)) ?? [];
  const distinct = new Map(listed.map((manifest) => [manifest.digest, manifest]));
  const referrers: Referrer[] = [];
  for (const manifest of distinct.values()) {
    const fields = await readFields(storage, repository, manifest.digest);
    if (fields.subject === subject) referrers.push(referrerOf(manifest, fields));
  }
  return referrers;
}

async function readFields(
  storage: RegistryStorage,
  repository: string,
  digest: Digest,
): Promise<ManifestFields> {
  const content = storage.openContent(repository, digest);
  return readManifestFields(await readBounded(content, LARGEST_MANIFEST_BYTES, digest));
}

function referrerOf(
  { mediaType, digest, size }: ListedManifest,
  { artifactType, annotations }: ManifestFields,
): Referrer {
  return {
    mediaType,
    digest,
    size,
    ...(artifactType !== undefined && { artifactType }),
    ...(annotations && { annotations }),
  };
}
