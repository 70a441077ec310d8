import type { Clock } from '../../lib/clock.ts';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { type MergeReferrersOptions, mergeReferrers } from '../../lib/copy/merge-referrers.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import type { Tag } from '../../lib/oci/reference.ts';
import type { Built } from './built.ts';
import { digestOf } from './contents.ts';
import { put, referrersIndex } from './referrer-copy.ts';
import { Script } from './script.ts';
import { ScriptedRepository } from './scripted-repository.ts';
import { SkippingClock } from './skipping-clock.ts';

export interface ListMergeOptions extends Partial<Omit<MergeReferrersOptions, 'retry'>> {
  readonly clock?: Clock;
  /** Of one of several writers; the common one where absent. */
  readonly script?: Script;
}

/** A list of what refers to `subject`, in a repository under a script. */
export class ListMerge {
  readonly target = new MemoryRepository();
  readonly script = new Script();
  readonly clock = new SkippingClock();
  readonly subject: Built;
  readonly tag: Tag;

  constructor(subject: Built) {
    this.subject = subject;
    this.tag = fallbackTag(digestOf(subject));
  }

  /** Merges `entries` into the list, repeating no request. */
  async run(
    entries: readonly Built[],
    { clock = this.clock, script = this.script, ...options }: ListMergeOptions = {},
  ): Promise<void> {
    const retry = { retries: 0, clock, random: () => 0 };
    const to = new ScriptedRepository(this.target, script);
    const descriptors = entries.map(({ root }) => root.descriptor);
    await mergeReferrers(to, digestOf(this.subject), descriptors, { retry, ...options });
  }

  /** Writes the list as others do who have not read it. */
  async setTo(...entries: readonly Built[]): Promise<void> {
    await put(this.target, referrersIndex(entries), this.tag);
  }

  /** What is listed now. */
  async listed(): Promise<readonly string[]> {
    const list = await this.target.resolve(this.tag);
    if (!list) return [];
    const { manifests } = await this.target.fetchManifest(list.digest);
    return manifests.map(({ digest }) => digest);
  }
}
