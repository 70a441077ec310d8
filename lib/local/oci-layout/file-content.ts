import type { ReadStream } from 'node:fs';
import type { CallOptions, OpenBlobOptions, OpenContent } from '../../content/ports.ts';
import type { Digest } from '../../oci/digest.ts';
import { layoutErrorOf } from './errors.ts';
import type { LayoutFolder } from './layout-folder.ts';

/** Content of a layout on its way, unverified. */
export class FileContent implements OpenContent {
  readonly #layout: string;
  readonly #stream: ReadStream;
  readonly #signal: AbortSignal | undefined;

  private constructor(layout: string, stream: ReadStream, { signal }: CallOptions) {
    this.#layout = layout;
    this.#stream = stream;
    this.#signal = signal;
  }

  /** Fails where the layout does not have it. */
  static async open(
    folder: LayoutFolder,
    digest: Digest,
    { from = 0, ...options }: OpenBlobOptions,
  ): Promise<FileContent> {
    const handle = await folder.openContent(digest);
    return new FileContent(folder.path, handle.createReadStream({ start: from }), options);
  }

  close(): void {
    this.#stream.destroy();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of this.#stream) {
        this.#signal?.throwIfAborted();
        yield chunk;
      }
    } catch (error) {
      this.#signal?.throwIfAborted();
      throw layoutErrorOf(this.#layout, 'read', error);
    }
  }
}
