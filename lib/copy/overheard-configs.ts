import type { BlobSource, CallOptions, OpenBlobOptions, OpenContent } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { algorithmOf, type Digest, digestOf } from '../oci/digest.ts';
import { LARGEST_MANIFEST_BYTES } from '../oci/manifest.ts';
import { isImageConfigType } from '../oci/media-types.ts';

/** A source that is not asked again for a config that was read from it to be copied. */
export class OverheardConfigs implements BlobSource {
  readonly #source: BlobSource;
  /** Unverified: whoever copies finds out what is wrong with it, and does not tell. */
  readonly #heard = new Map<Digest, Uint8Array>();

  constructor(source: BlobSource) {
    this.#source = source;
  }

  async openBlob(blob: Descriptor, options: OpenBlobOptions = {}): Promise<OpenContent> {
    const content = await this.#source.openBlob(blob, options);
    const isHeard = isImageConfigType(blob.mediaType) && blob.size <= LARGEST_MANIFEST_BYTES;
    if (!isHeard || options.from) return content;
    return {
      [Symbol.asyncIterator]: () => this.#hear(content, blob.digest),
      close: () => content.close(),
    };
  }

  async fetchBlob(blob: Descriptor, options: CallOptions = {}): Promise<Uint8Array> {
    options.signal?.throwIfAborted();
    const bytes = this.#heard.get(blob.digest);
    const isRight = bytes && digestOf(bytes, algorithmOf(blob.digest)) === blob.digest;
    return isRight ? bytes : await this.#source.fetchBlob(blob, options);
  }

  resolveBlob(digest: Digest, options?: CallOptions): Promise<Descriptor | undefined> {
    return this.#source.resolveBlob(digest, options);
  }

  async *#hear(content: OpenContent, digest: Digest): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      // A source may send more than it should, and without end. The chunk itself is whoever's it is given to.
      if (bytes <= LARGEST_MANIFEST_BYTES) chunks.push(Uint8Array.from(chunk));
      yield chunk;
    }
    this.#heard.set(digest, Buffer.concat(chunks));
  }
}
