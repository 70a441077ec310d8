import { readBounded } from '../content/bounded.ts';
import { type Descriptor, parseDescriptor } from '../oci/descriptor.ts';
import { type JsonObject, readObject } from '../oci/json.ts';
import { essenceOf, isIndexType } from '../oci/media-types.ts';
import { ProtocolError, RedirectError, RegistryError } from './errors.ts';
import { LARGEST_PAGE_BYTES, listPages } from './pages.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

/** Statuses of registries and proxies that know no such path: distribution specification, "Listing Referrers". */
const UNKNOWN_PATH: ReadonlySet<number> = new Set([400, 403, 404, 405, 406, 501]);

/** Reasons that are about who asks, or how often, whatever status they come with: ECR mixes them. FORBIDDEN is Harbor's word. */
const ABOUT_THE_ASKER = ['DENIED', 'FORBIDDEN', 'TOOMANYREQUESTS', 'UNAUTHORIZED'] as const;

/** Reasons for a 404 that are about what was asked for. A registry with the API has an empty list for both. */
const ABOUT_THE_SUBJECT = ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN'] as const;

/** Far more than anybody copies: where pages come without an end, reading them has one. */
const MOST_REFERRERS = 100_000;

/** Which registries list referrers and which have never heard of them, once that is known, for as long as they are in use. */
const HAS_API = new WeakMap<Registry, boolean>();

/**
 * Lists what refers to the subject of `request`, all pages of it; `undefined` where the registry has no
 * referrers API. It is asked once a process, where its answer leaves no doubt.
 */
export async function listReferrers(
  registry: Registry,
  request: Omit<RegistryRequest, 'accept'>,
): Promise<readonly Descriptor[] | undefined> {
  if (HAS_API.get(registry) === false) return undefined;
  let referrers: readonly Descriptor[] = [];
  let isList = false;
  const read = async (response: WireResponse) => {
    const page = await readReferrers(response);
    isList = true;
    HAS_API.set(registry, true);
    return page;
  };
  try {
    for await (const page of listPages(registry, request, read)) {
      referrers = referrers.concat(page);
      if (referrers.length > MOST_REFERRERS) {
        throw new ProtocolError(request, `more than ${MOST_REFERRERS} referrers are listed`);
      }
    }
    return referrers;
  } catch (error) {
    if (isList || !isUnsupported(error)) throw error;
    // Of a registry that has listed others, a 404 without a reason is about the subject.
    if (isLasting(error) && !HAS_API.has(registry)) HAS_API.set(registry, false);
    return undefined;
  }
}

/** Some registries send whoever asks to a page for people, or nowhere that a request may go. */
function isUnsupported(error: unknown): boolean {
  if (error instanceof ProtocolError || error instanceof RedirectError) return true;
  if (!(error instanceof RegistryError) || !UNKNOWN_PATH.has(error.status)) return false;
  return !ABOUT_THE_ASKER.some((code) => error.gave(code));
}

/** 400 and 403 may be about one digest or one repository, and a page for people about one moment. */
function isLasting(error: unknown): boolean {
  if (!(error instanceof RegistryError) || [400, 403].includes(error.status)) return false;
  return !ABOUT_THE_SUBJECT.some((code) => error.gave(code));
}

async function readReferrers(response: WireResponse): Promise<readonly Descriptor[]> {
  const bytes = await readBounded(response.body, LARGEST_PAGE_BYTES, 'a page of the referrers');
  const index = readObject(bytes);
  const manifests = index && manifestsOf(index, response);
  if (!manifests) throw new ProtocolError(response, 'the answer is not a list of referrers');
  return manifests.map((item, position) => parseDescriptor(item, `manifests[${position}]`));
}

/** `null` stands for an empty list in Go's registries, and for nothing where the answer is no index. */
function manifestsOf(
  { manifests, mediaType }: JsonObject,
  { headers }: WireResponse,
): readonly unknown[] | undefined {
  if (Array.isArray(manifests)) return manifests;
  const type = typeof mediaType === 'string' ? mediaType : (headers['content-type'] ?? '');
  return isIndexType(essenceOf(type)) ? [] : undefined;
}
