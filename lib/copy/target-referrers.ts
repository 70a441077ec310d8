import type { CallOptions, ManifestSource, ReferrerSource } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import { at } from './errors.ts';
import { once } from './once.ts';
import { readTargetIndex } from './referrer-index.ts';

/** What the target lists so far, read once for each subject. */
export class TargetReferrers {
  readonly #target: ManifestSource & ReferrerSource;
  readonly #known = new Map<Digest, Promise<ReadonlySet<Digest> | undefined>>();
  readonly #fallback = new Map<Digest, Promise<ReadonlySet<Digest>>>();

  constructor(target: ManifestSource & ReferrerSource) {
    this.#target = target;
  }

  /** Whether the target lists `referrer` by whatever means. */
  async has(subject: Digest, referrer: Digest, options: CallOptions): Promise<boolean> {
    if ((await this.#listed(subject, options))?.has(referrer)) return true;
    return (await this.#listedByTag(subject, options)).has(referrer);
  }

  /** Whether the target can list `subject`'s referrers by itself. */
  async knows(subject: Digest, options: CallOptions): Promise<boolean> {
    return (await this.#listed(subject, options)) !== undefined;
  }

  #listed(subject: Digest, options: CallOptions): Promise<ReadonlySet<Digest> | undefined> {
    const read = async () => {
      const list = (call: CallOptions) => this.#target.listReferrers(subject, call);
      const listed = await at('target', `listing the referrers of ${subject}`, list, options);
      return listed && new Set(listed.map(({ digest }) => digest));
    };
    return once(this.#known, subject, read);
  }

  #listedByTag(subject: Digest, options: CallOptions): Promise<ReadonlySet<Digest>> {
    const read = async () => {
      const index = await readTargetIndex(this.#target, subject, options);
      return new Set(index?.manifests.map(({ digest }) => digest));
    };
    return once(this.#fallback, subject, read);
  }
}
