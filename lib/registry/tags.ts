import { type JsonObject, readObject } from '../oci/json.ts';
import { isTag, type Tag } from '../oci/reference.ts';
import { ProtocolError } from './errors.ts';
import { listPages, type PageReader } from './pages.ts';
import type { Registry, RegistryRequest } from './registry.ts';

/** Asked for at a time: ECR refuses more with 405. Registries may give fewer. */
const PAGE_SIZE = 1000;

/** Lists the tags of a repository page by page; a page may be empty although others follow. */
export function listTags(
  registry: Registry,
  request: Omit<RegistryRequest, 'accept'>,
): AsyncGenerator<readonly Tag[], void, undefined> {
  const url = new URL(request.url);
  url.searchParams.set('n', String(PAGE_SIZE));
  return listPages(registry, { ...request, url }, TAG_PAGES);
}

const TAG_PAGES: PageReader<Tag> = {
  what: 'a page of the tag list',
  parse: (bytes, response) => {
    const page = readObject(bytes);
    const tags = page && tagsOf(page);
    if (tags) return tags;
    throw new ProtocolError(response, 'the answer is not a list of tags', { passing: !page });
  },
  keyOf: (tag) => tag,
};

/** `null` stands for an empty list in Go's registries. */
function tagsOf(page: JsonObject): readonly Tag[] | undefined {
  const tags = page['tags'] ?? [];
  if (!Array.isArray(tags)) return undefined;
  return tags.every((tag) => typeof tag === 'string' && isTag(tag)) ? tags : undefined;
}
