import type { BlobUpload, CallOptions } from '../../content/ports.ts';
import { verified } from '../../content/verified.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import { reporting } from './errors.ts';
import type { LayoutFolder } from './layout-folder.ts';
import type { StagedFile } from './staged-file.ts';

/** A blob on its way into a layout: nobody finds it before all of it is written and proven. */
export class FileUpload implements BlobUpload {
  readonly #folder: LayoutFolder;
  readonly #blob: Descriptor;
  readonly #staged: StagedFile;

  private constructor(folder: LayoutFolder, blob: Descriptor, staged: StagedFile) {
    this.#folder = folder;
    this.#blob = blob;
    this.#staged = staged;
  }

  static async start(folder: LayoutFolder, blob: Descriptor): Promise<FileUpload> {
    return new FileUpload(folder, blob, await folder.stage());
  }

  async write(content: AsyncIterable<Uint8Array>, { signal }: CallOptions = {}): Promise<void> {
    for await (const chunk of verified(content, this.#blob)) {
      signal?.throwIfAborted();
      await reporting(this.#folder.path, 'written', () => this.#staged.append(chunk));
    }
    signal?.throwIfAborted();
    await this.#folder.place(this.#staged, this.#blob.digest);
  }

  async cancel(): Promise<void> {
    // A file that cannot be removed is in nobody's way.
    await this.#staged.remove().catch(() => {});
  }
}
