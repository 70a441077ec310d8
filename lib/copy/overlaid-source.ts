import type { CallOptions, ContentSource, OpenBlobOptions, OpenContent } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { type Document, descriptorOf } from '../oci/manifest.ts';
import type { Tag } from '../oci/reference.ts';

/** A source that has some documents more than the one below it, which is not asked for them. */
export class OverlaidSource implements ContentSource {
  readonly #source: ContentSource;
  readonly #documents: ReadonlyMap<Tag | Digest, Document>;

  constructor(source: ContentSource, documents: ReadonlyMap<Digest, Document>) {
    this.#source = source;
    this.#documents = documents;
  }

  async resolve(name: Tag | Digest, options?: CallOptions): Promise<Descriptor | undefined> {
    const document = this.#documents.get(name);
    return document ? descriptorOf(document) : await this.#source.resolve(name, options);
  }

  async fetchManifest(digest: Digest, options?: CallOptions): Promise<Document> {
    options?.signal?.throwIfAborted();
    return this.#documents.get(digest) ?? (await this.#source.fetchManifest(digest, options));
  }

  openBlob(blob: Descriptor, options?: OpenBlobOptions): Promise<OpenContent> {
    return this.#source.openBlob(blob, options);
  }

  fetchBlob(blob: Descriptor, options?: CallOptions): Promise<Uint8Array> {
    return this.#source.fetchBlob(blob, options);
  }

  resolveBlob(digest: Digest, options?: CallOptions): Promise<Descriptor | undefined> {
    return this.#source.resolveBlob(digest, options);
  }

  listTags(options?: CallOptions): AsyncIterable<readonly Tag[]> {
    return this.#source.listTags(options);
  }

  listReferrers(
    subject: Digest,
    options?: CallOptions,
  ): Promise<readonly Descriptor[] | undefined> {
    return this.#source.listReferrers(subject, options);
  }
}
