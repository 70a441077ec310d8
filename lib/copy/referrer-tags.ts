import type { CallOptions, ManifestResolver, TagSource } from '../content/ports.ts';
import { SyncerError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Tag } from '../oci/reference.ts';
import { concurrently } from './concurrently.ts';
import { at, copyError } from './errors.ts';
import { isReferrerTag } from './referrer-tag.ts';

/** Longer lists cost more than they save: each tag is asked for instead. */
const MOST_PAGES = 8;

const TAGS_AT_A_TIME = 4;

interface Reading extends CallOptions {
  readonly names: Promise<ReadonlySet<Tag> | 'unlisted'>;
}

/**
 * Knows which fallback tags and which of cosign's a source repository has, by one reading of its tag list
 * that all its images share. Where the list is refused or long, each tag costs a request.
 */
export class ReferrerTags {
  readonly #source: TagSource & ManifestResolver;
  #reading: Reading | undefined;

  constructor(source: TagSource & ManifestResolver) {
    this.#source = source;
  }

  /** What those of `tags` name that there are. */
  async resolve(
    tags: readonly Tag[],
    options: CallOptions = {},
  ): Promise<ReadonlyMap<Tag, Descriptor>> {
    const names = await this.#names(options);
    const found = new Map<Tag, Descriptor>();
    await concurrently(
      names === 'unlisted' ? tags : tags.filter((tag) => names.has(tag)),
      async (tag, call) => {
        const resolve = () => this.#source.resolve(tag, call);
        const descriptor = await at('source', `resolving the tag ${tag}`, resolve, call);
        if (descriptor) found.set(tag, descriptor);
      },
      { ...options, limit: TAGS_AT_A_TIME },
    );
    return found;
  }

  /** The list is read under the signal of the first who asks; the abort of one is none of the others. */
  async #names(options: CallOptions): Promise<ReadonlySet<Tag> | 'unlisted'> {
    options.signal?.throwIfAborted();
    const reading = this.#reading ?? this.#read(options);
    try {
      return await reading.names;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (reading.signal?.aborted !== true) throw error;
      return await this.#names(options);
    }
  }

  #read(options: CallOptions): Reading {
    const reading = { ...options, names: readNames(this.#source, options) };
    this.#reading = reading;
    reading.names.catch(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    return reading;
  }
}

async function readNames(
  source: TagSource,
  options: CallOptions,
): Promise<ReadonlySet<Tag> | 'unlisted'> {
  const names = new Set<Tag>();
  let pages = 0;
  try {
    for await (const page of source.listTags(options)) {
      pages += 1;
      if (pages > MOST_PAGES) return 'unlisted';
      for (const tag of page.filter(isReferrerTag)) names.add(tag);
    }
    return names;
  } catch (error) {
    options.signal?.throwIfAborted();
    // Some registries list nothing, or to their owners only. What may pass is no answer of theirs.
    if (error instanceof SyncerError && !error.retryable) return 'unlisted';
    throw copyError('source', 'listing the tags', error);
  }
}
