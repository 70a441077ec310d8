import type { CallOptions, ManifestSource, ReferrerSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { isIndexType } from '../oci/media-types.ts';
import { chooseReferrers, likelyReferrers } from './choose-referrers.ts';
import { concurrently } from './concurrently.ts';
import { fetchListed } from './dangling-referrer.ts';
import { copyError } from './errors.ts';
import { listReferrers } from './list-referrers.ts';
import type { FoundReferrers, ReferrerFilter } from './referrer.ts';
import { TooManyReferrersError } from './referrer-errors.ts';
import { inOrder, type Referral, setOf } from './referrer-order.ts';
import type { ReferrerTags } from './referrer-tags.ts';
import { signalOf } from './signal-of.ts';

/** What is looked for, and where tags are known from. */
export interface FindReferrersOptions extends CallOptions {
  /** Of the source repository, shared by all images of it. */
  readonly tags: ReferrerTags;
  /** Absent: everything. */
  readonly filter?: ReferrerFilter | undefined;
}

type Source = ManifestSource & ReferrerSource;

/** A signature of an attestation of an SBOM has depth 3, and nobody publishes much deeper. */
const DEEPEST_REFERRER = 8;

/** Years of daily attestations of one image. */
const MOST_MANIFESTS = 2_000;

const SUBJECTS_AT_A_TIME = 4;

/**
 * Finds everything that refers to any of `subjects`, to the manifests in it, or to what refers to them:
 * by the referrers API, by the fallback tag and by cosign's tags, united. Whatever cannot be read is an error.
 */
export async function findReferrers(
  source: Source,
  subjects: readonly Digest[],
  options: FindReferrersOptions,
): Promise<FoundReferrers> {
  const search = new Search(source, options);
  // One alone learns for all others whether the registry has a referrers API.
  let next = await search.visit(subjects.slice(0, 1), options);
  next = [...(await search.visit(subjects.slice(1), options)), ...next];
  for (let depth = 1; next.length > 0; depth += 1) {
    if (depth > DEEPEST_REFERRER) {
      refuse(`referrers refer to referrers, more than ${DEEPEST_REFERRER} deep`);
    }
    next = await search.visit(next, options);
  }
  return search.found();
}

class Search {
  readonly #source: Source;
  readonly #tags: ReferrerTags;
  readonly #filter: ReferrerFilter | undefined;
  readonly #bySubject = new Map<Digest, readonly Referral[]>();
  readonly #contents = new Map<Digest, readonly Digest[]>();
  readonly #fallbackIndexes = new Map<Digest, Document>();
  #manifests = 0;

  constructor(source: Source, { tags, filter }: FindReferrersOptions) {
    this.#source = source;
    this.#tags = tags;
    this.#filter = filter;
  }

  found(): FoundReferrers {
    const referrers = inOrder({ bySubject: this.#bySubject, contents: this.#contents });
    const set = setOf(referrers, this.#filter);
    return { referrers, fallbackIndexes: this.#fallbackIndexes, set };
  }

  /** Looks once for what refers to each of `subjects`, and resolves to the manifests that this brought to light. */
  async visit(subjects: readonly Digest[], options: CallOptions): Promise<readonly Digest[]> {
    const fresh = new Set(subjects.filter((subject) => !this.#bySubject.has(subject)));
    const found: Digest[] = [];
    await concurrently(
      fresh,
      async (subject, call) => {
        for (const { descriptor } of await this.#look(subject, call)) {
          found.push(...(await this.#open(descriptor, call)));
        }
      },
      { ...signalOf(options), limit: SUBJECTS_AT_A_TIME },
    );
    return found;
  }

  async #look(subject: Digest, options: CallOptions): Promise<readonly Referral[]> {
    const listing = { ...options, tags: this.#tags };
    const { referrals, fallbackIndex } = await listReferrers(this.#source, subject, listing);
    const likely = likelyReferrers(referrals, this.#filter);
    this.#count(likely.length);
    const choosing = { ...options, filter: this.#filter };
    const chosen = await chooseReferrers(this.#source, likely, choosing);
    this.#bySubject.set(subject, chosen);
    if (fallbackIndex) this.#fallbackIndexes.set(subject, fallbackIndex);
    return chosen;
  }

  /** A referrer's own digest and those of the manifests in it; nothing for one that was met before. */
  async #open(referrer: Descriptor, options: CallOptions): Promise<readonly Digest[]> {
    if (this.#contents.has(referrer.digest)) return [];
    this.#contents.set(referrer.digest, []);
    const contents = await this.#manifestsOf(referrer, options);
    this.#contents.set(referrer.digest, contents);
    return contents;
  }

  async #manifestsOf(
    { digest, mediaType }: Descriptor,
    options: CallOptions,
  ): Promise<readonly Digest[]> {
    const contents = [digest];
    const document = isIndexType(mediaType)
      ? await fetchListed(this.#source, digest, options)
      : undefined;
    this.#count(document?.manifests.length ?? 0);
    for (const child of document?.manifests ?? []) {
      contents.push(...(await this.#manifestsOf(child, options)));
    }
    return contents;
  }

  #count(more: number): void {
    this.#manifests += more;
    if (this.#manifests > MOST_MANIFESTS)
      refuse(`more than ${MOST_MANIFESTS} manifests refer to it`);
  }
}

function refuse(reason: string): never {
  throw copyError(
    'source',
    'looking for what refers to the image',
    new TooManyReferrersError(reason),
  );
}
