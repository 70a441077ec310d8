import { isDigest } from '../../oci/digest.ts';
import { repositoryAccess } from './access.ts';
import { answerWith, emptyAnswer } from './answer.ts';
import { findManifest, type ListedManifest, withoutManifest, withoutTag } from './manifest-list.ts';
import { type ManifestOptions, putManifest } from './put-manifest.ts';
import { Refusal } from './refusal.ts';
import type { Handler, Route } from './router.ts';
import type { RegistryStorage } from './storage.ts';

/** Manifests by tag and by digest. */
export function manifestRoutes(options: ManifestOptions): readonly Route[] {
  const { storage } = options;
  const get = getManifest(storage);
  return [
    {
      pattern: /^\/v2\/(?<repository>.+)\/manifests\/(?<segment>[^/]+)$/,
      access: repositoryAccess,
      handlers: {
        HEAD: get,
        GET: get,
        PUT: putManifest(options),
        DELETE: deleteManifest(storage),
      },
    },
  ];
}

function getManifest(storage: RegistryStorage): Handler {
  return async (_, { repository, segment }) => {
    const { digest, size, mediaType } = await requireManifest(storage, repository, segment);
    const open = () => storage.openContent(repository, digest);
    const headers = { 'Content-Type': mediaType, 'Docker-Content-Digest': digest };
    return answerWith(200, { size, open }, headers);
  };
}

/** A tag goes alone, a digest takes its tags along: distribution specification, "Deleting Manifests". */
function deleteManifest(storage: RegistryStorage): Handler {
  return async (_, { repository, segment }) => {
    await requireManifest(storage, repository, segment);
    await storage.changeManifests(repository, (manifests) =>
      isDigest(segment) ? withoutManifest(manifests, segment) : withoutTag(manifests, segment),
    );
    if (isDigest(segment)) await storage.deleteContent(repository, segment);
    return emptyAnswer(202);
  };
}

async function requireManifest(
  storage: RegistryStorage,
  repository: string,
  tagOrDigest: string,
): Promise<ListedManifest> {
  const manifests = await storage.listManifests(repository);
  if (!manifests) throw new Refusal('NAME_UNKNOWN', `${repository} does not exist`);

  const manifest = findManifest(manifests, tagOrDigest);
  if (manifest) return manifest;
  throw new Refusal('MANIFEST_UNKNOWN', `${repository} does not have the manifest`, {
    detail: { tagOrDigest },
  });
}
