import { catalogAccess, repositoryAccess } from './access.ts';
import { answerPage } from './paging.ts';
import { Refusal } from './refusal.ts';
import type { Handler, Route } from './router.ts';
import type { RegistryStorage } from './storage.ts';

/** `tags/list` of a repository and the catalog of all, both in pages of `pageSize` at most. */
export function listRoutes(storage: RegistryStorage, pageSize: number): readonly Route[] {
  const listTags: Handler = async (request, { repository }) => {
    const manifests = await storage.listManifests(repository);
    if (!manifests) throw new Refusal('NAME_UNKNOWN', `${repository} does not exist`);

    const tags = manifests.flatMap(({ tag }) => tag ?? []);
    return answerPage(request, tags, {
      pageSize,
      document: (page) => ({ name: repository, tags: page }),
    });
  };

  const listRepositories: Handler = async (request) =>
    answerPage(request, await storage.listRepositories(), {
      pageSize,
      document: (page) => ({ repositories: page }),
    });

  return [
    {
      pattern: /^\/v2\/(?<repository>.+)\/tags\/list$/,
      access: repositoryAccess,
      handlers: { GET: listTags },
    },
    { pattern: /^\/v2\/_catalog$/, access: catalogAccess, handlers: { GET: listRepositories } },
  ];
}
