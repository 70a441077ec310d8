import type { CallOptions, ContentSource } from '../../content/ports.ts';
import { concurrently } from '../../copy/concurrently.ts';
import { fallbackTag } from '../../copy/referrer-tag.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Tag } from '../../oci/reference.ts';
import type { AuditedPlace } from './audited-place.ts';
import { digestsBelow } from './digests-below.ts';
import { digestsNamedBy } from './digests-named-by.ts';
import { type ReferrerSubject, readSubject } from './referrer-subject.ts';

/** A tag of signatures or of a list of referrers that is about nothing that the definition explains. */
export interface OrphanedTag {
  readonly tag: Tag;
  readonly message: string;
}

export interface OrphanedTagsOptions extends CallOptions {
  readonly repository: ContentSource;
}

const LOOKS_AT_A_TIME = 4;

/**
 * Those of `tags`, fallback tags and cosign's, that are about no image of `place`, nor about what refers to
 * one, however indirectly. The registry is only asked where what is known already does not explain all of them.
 */
export async function orphanedTags(
  tags: readonly Tag[],
  { digests, roots }: Pick<AuditedPlace, 'digests' | 'roots'>,
  options: OrphanedTagsOptions,
): Promise<readonly OrphanedTag[]> {
  const search = new Search(tags, digests);
  if (search.left.length > 0) search.learn(await digestsBelow(roots, options));
  if (search.left.length > 0) await search.climb(options);
  return search.left.map((tag) => ({ tag, message: search.messageFor(tag) }));
}

class Search {
  readonly #known = new Set<Digest>();
  /** What tags about what is known begin with. */
  readonly #bases = new Set<string>();
  readonly #subjects = new Map<string, ReferrerSubject>();
  /** Explained, and not yet asked what they name. */
  #fresh: readonly Tag[] = [];
  #left: readonly Tag[];

  constructor(tags: readonly Tag[], known: Iterable<Digest>) {
    this.#left = tags;
    this.learn(known);
  }

  get left(): readonly Tag[] {
    return this.#left;
  }

  /** Takes more digests for explained, and with them the tags that are about them. */
  learn(digests: Iterable<Digest>): void {
    for (const digest of digests) {
      this.#known.add(digest);
      this.#bases.add(fallbackTag(digest));
    }
    const isExplained = (tag: Tag) => this.#bases.has(baseOf(tag));
    this.#fresh = [...this.#fresh, ...this.#left.filter(isExplained)];
    this.#left = this.#left.filter((tag) => !isExplained(tag));
  }

  /**
   * Explains what refers to what is explained, as long as that explains more. Signatures of cosign's do not say
   * what they refer to, so what their tags name is asked for; whatever else refers to something says it itself.
   */
  async climb(options: OrphanedTagsOptions): Promise<void> {
    await this.#readSubjects(options);
    for (let before = -1; this.#left.length > 0 && before !== this.#known.size; ) {
      before = this.#known.size;
      this.learn(this.#referring());
      const fresh = this.#fresh.filter(isCosignTag);
      this.#fresh = [];
      if (this.#left.length > 0) this.learn(await digestsNamedBy(fresh, options));
    }
  }

  messageFor(tag: Tag): string {
    const subject = this.#subjects.get(baseOf(tag));
    const name = subject?.digest ?? `what ${baseOf(tag)} stands for`;
    return subject?.isThere
      ? `it is about ${name}, which no image of the definition explains`
      : `it is about ${name}, which the repository does not have`;
  }

  async #readSubjects(options: OrphanedTagsOptions): Promise<void> {
    const bases = new Set(this.#left.map(baseOf));
    await concurrently(
      bases,
      async (base, call) => {
        this.#subjects.set(base, await readSubject(base, options.repository, call));
      },
      { ...options, limit: LOOKS_AT_A_TIME },
    );
  }

  /** Subjects that say themselves that they are about something explained. */
  #referring(): readonly Digest[] {
    return [...this.#subjects.values()].flatMap(({ digest, refersTo }) =>
      digest && refersTo && this.#known.has(refersTo) ? [digest] : [],
    );
  }
}

/** The tag without what cosign adds to it. */
function baseOf(tag: Tag): string {
  return isCosignTag(tag) ? tag.slice(0, tag.indexOf('.')) : tag;
}

function isCosignTag(tag: Tag): boolean {
  return tag.includes('.');
}
