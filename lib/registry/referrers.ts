import { type Descriptor, parseDescriptor } from '../oci/descriptor.ts';
import { type JsonObject, readObject } from '../oci/json.ts';
import { essenceOf, isIndexType } from '../oci/media-types.ts';
import { ProtocolError, RegistryError } from './errors.ts';
import { listPages, type PageReader } from './pages.ts';
import { isRedirect } from './redirects.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

/** Statuses of registries and proxies that know no such path: distribution specification, "Listing Referrers". */
const UNKNOWN_PATH: ReadonlySet<number> = new Set([204, 400, 403, 404, 405, 406, 501]);

/** Of these, what speaks for a whole repository: 400 and 403 may be about one digest, the others about one moment. */
const LASTING: ReadonlySet<number> = new Set([404, 405, 501]);

/** Reasons that are about who asks, or how often, whatever status they come with: ECR mixes them. FORBIDDEN is Harbor's word. */
const ABOUT_THE_ASKER = ['DENIED', 'FORBIDDEN', 'TOOMANYREQUESTS', 'UNAUTHORIZED'] as const;

/** Reasons for a 404 that are about what was asked for. A registry with the API has an empty list for both. */
const ABOUT_THE_SUBJECT = ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN'] as const;

/**
 * Redirects to the same request at another registry, as front ends of several use them. By all others
 * registries send whoever asks for what they do not know to a page for people, or to a login.
 */
const ELSEWHERE: readonly number[] = [307, 308];

/** Far more than anybody copies: where pages come without an end, reading them has one. */
const MOST_REFERRERS = 100_000;

/**
 * Which repositories list referrers and which do not, once that is known, by the folder of their lists.
 * One host may lead its repositories to registries of several kinds.
 */
const HAS_API = new WeakMap<Registry, Map<string, boolean>>();

/**
 * Lists what refers to the subject of `request`, all pages of it; `undefined` where its repository has no
 * referrers API. That is asked once a process, where the answer leaves no doubt.
 */
export async function listReferrers(
  registry: Registry,
  request: Omit<RegistryRequest, 'accept'>,
): Promise<readonly Descriptor[] | undefined> {
  const known = knownOf(registry);
  const folder = new URL('.', request.url).pathname;
  if (known.get(folder) === false) return undefined;
  let isList = false;
  const parse: PageReader<Descriptor>['parse'] = (bytes, response) => {
    const page = parseReferrers(bytes, response);
    isList = true;
    known.set(folder, true);
    return page;
  };
  try {
    return await readAll(registry, request, parse);
  } catch (error) {
    if (isList || !isUnsupported(error)) throw error;
    // Of a repository that has listed others, a 404 without a reason is about the subject.
    if (isLasting(error) && !known.has(folder)) known.set(folder, false);
    return undefined;
  }
}

function knownOf(registry: Registry): Map<string, boolean> {
  const known = HAS_API.get(registry) ?? new Map<string, boolean>();
  HAS_API.set(registry, known);
  return known;
}

async function readAll(
  registry: Registry,
  request: Omit<RegistryRequest, 'accept'>,
  parse: PageReader<Descriptor>['parse'],
): Promise<readonly Descriptor[]> {
  let referrers: readonly Descriptor[] = [];
  const keyOf = ({ digest }: Descriptor) => digest;
  const reader = { what: 'a page of the referrers', parse, keyOf };
  for await (const page of listPages(registry, { ...request, follow: ELSEWHERE }, reader)) {
    referrers = referrers.concat(page);
    if (referrers.length > MOST_REFERRERS) {
      throw new ProtocolError(request, `more than ${MOST_REFERRERS} referrers are listed`);
    }
  }
  return referrers;
}

function isUnsupported(error: unknown): boolean {
  if (error instanceof ProtocolError) return !error.retryable;
  if (!(error instanceof RegistryError)) return false;
  if (!UNKNOWN_PATH.has(error.status) && !isRedirect(error.status)) return false;
  return !ABOUT_THE_ASKER.some((code) => error.gave(code));
}

/** A page that a proxy puts in the way is about one moment. */
function isLasting(error: unknown): boolean {
  if (!(error instanceof RegistryError) || !LASTING.has(error.status) || error.isMarkup)
    return false;
  return !ABOUT_THE_SUBJECT.some((code) => error.gave(code));
}

function parseReferrers(bytes: Uint8Array, response: WireResponse): readonly Descriptor[] {
  const index = readObject(bytes);
  const manifests = index && manifestsOf(index, response);
  if (!manifests) {
    // What calls itself an index and cannot be read is a list that was damaged on its way, not a page for people.
    const passing =
      index === undefined && isIndexType(essenceOf(response.headers['content-type'] ?? ''));
    throw new ProtocolError(response, 'the answer is not a list of referrers', { passing });
  }
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
