import { readBounded } from '../content/bounded.ts';
import { SyncerError } from '../errors.ts';
import { readObject } from '../oci/json.ts';
import { parseDiagnostics } from './diagnostics.ts';
import { beginningOf } from './refusal-of.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

/** A list of one tag, or of none, is not as long. */
const LARGEST_ANSWER_BYTES = 64 * 1024;

/**
 * Whether a registry says, as the answer to `GET …/tags/list`, that the repository has no tag or is none. Asked
 * once: whatever else it answers says that it may have some, and hinders nobody.
 */
export async function isUntagged(
  registry: Pick<Registry, 'ask'>,
  request: Omit<RegistryRequest, 'accept'>,
): Promise<boolean> {
  const url = new URL(request.url);
  // Registries that do not heed it have said enough when there is more than one.
  url.searchParams.set('n', '1');
  try {
    return await registry.ask({ ...request, url, accept: [200, 404] }, saysUntagged);
  } catch (error) {
    if (error instanceof SyncerError) return false;
    throw error;
  }
}

async function saysUntagged(response: WireResponse): Promise<boolean> {
  if (response.status === 404) return await saysUnknown(response);
  // An empty page may have others behind it.
  if (response.headers['link'] !== undefined) return false;
  const bytes = await readBounded(response.body, LARGEST_ANSWER_BYTES, 'the tag list');
  const tags = readObject(bytes)?.['tags'];
  return tags === null || (Array.isArray(tags) && tags.length === 0);
}

/** A registry without tag lists answers 404 as well, but not that the repository is unknown. */
async function saysUnknown(response: WireResponse): Promise<boolean> {
  const diagnostics = parseDiagnostics(await beginningOf(response));
  return diagnostics.some(({ code }) => code === 'NAME_UNKNOWN');
}
