import type { CallOptions, ManifestSource, ReferrerSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { at } from './errors.ts';
import { once } from './once.ts';
import { readTargetIndex } from './referrer-index.ts';

/** What the target lists so far, read once for each subject. */
export class TargetReferrers {
  readonly #target: ManifestSource & ReferrerSource;
  readonly #byApi = new Map<Digest, Promise<ReadonlySet<Digest>>>();
  readonly #byTag = new Map<Digest, Promise<ReadonlySet<Digest>>>();

  constructor(target: ManifestSource & ReferrerSource) {
    this.#target = target;
  }

  /** Whether the target lists `referrer` by whatever means. */
  async has(subject: Digest, referrer: Digest, options: CallOptions): Promise<boolean> {
    if ((await this.#listedByApi(subject, options)).has(referrer)) return true;
    return (await this.#listedByTag(subject, options)).has(referrer);
  }

  #listedByApi(subject: Digest, options: CallOptions): Promise<ReadonlySet<Digest>> {
    const list = (call: CallOptions) => this.#target.listReferrers(subject, call);
    const read = async () =>
      digestsOf(await at('target', `listing the referrers of ${subject}`, list, options));
    return once(this.#byApi, subject, read);
  }

  #listedByTag(subject: Digest, options: CallOptions): Promise<ReadonlySet<Digest>> {
    const read = async () =>
      digestsOf((await readTargetIndex(this.#target, subject, options))?.manifests);
    return once(this.#byTag, subject, read);
  }
}

function digestsOf(entries: readonly Descriptor[] = []): ReadonlySet<Digest> {
  return new Set(entries.map(({ digest }) => digest));
}
