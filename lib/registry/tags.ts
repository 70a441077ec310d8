import { readBounded } from '../content/bounded.ts';
import { readObject } from '../oci/json.ts';
import { isTag, type Tag } from '../oci/reference.ts';
import { ProtocolError } from './errors.ts';
import { nextPage } from './link.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

/** Asked for at a time: ECR refuses more with 405. Registries may give fewer. */
const PAGE_SIZE = 1000;

/** A page of the longest tags, and room to spare for registries that ignore the page size. */
const LARGEST_PAGE_BYTES = 16 * 1024 * 1024;

interface Page {
  readonly tags: readonly Tag[];
  readonly next: URL | undefined;
}

/**
 * Lists the tags of a repository page by page: distribution specification,
 * "Content Discovery". A page that leads back to an earlier one, or to another
 * origin, is an error, never the end of the list.
 */
export async function* listTags(
  registry: Registry,
  request: Omit<RegistryRequest, 'accept'>,
): AsyncGenerator<readonly Tag[], void, undefined> {
  const seen = new Set<string>();
  let url: URL | undefined = new URL(request.url);
  url.searchParams.set('n', String(PAGE_SIZE));

  while (url) {
    if (seen.has(url.href))
      throw new ProtocolError({ ...request, url }, 'the tag list leads back to itself');
    seen.add(url.href);
    const page: Page = await registry.request({ ...request, url, accept: [200] }, readPage);
    if (page.tags.length > 0) yield page.tags;
    url = page.next;
  }
}

async function readPage(response: WireResponse): Promise<Page> {
  const bytes = await readBounded(response.body, LARGEST_PAGE_BYTES, 'a page of the tag list');
  const tags = tagsOf(bytes);
  if (!tags) throw new ProtocolError(response, 'the answer is not a list of tags');
  return { tags, next: nextPage(response) };
}

/** `null` stands for an empty list in Go's registries. */
function tagsOf(bytes: Uint8Array): readonly Tag[] | undefined {
  const page = readObject(Buffer.from(bytes).toString());
  const tags = page && (page['tags'] ?? []);
  if (!Array.isArray(tags)) return undefined;
  return tags.every((tag) => typeof tag === 'string' && isTag(tag)) ? tags : undefined;
}
