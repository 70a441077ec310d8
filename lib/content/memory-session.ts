import type { Descriptor } from '../oci/descriptor.ts';
import { ContentMismatchError } from './errors.ts';

/** What a repository in memory keeps of an upload that is open. */
export class MemorySession {
  readonly location: string;
  readonly blob: Descriptor;
  readonly #parts: Uint8Array[] = [];
  #size = 0;

  constructor(location: string, blob: Descriptor) {
    this.location = location;
    this.blob = blob;
  }

  /** Bytes that it has. */
  get size(): number {
    return this.#size;
  }

  append(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#size += bytes.byteLength;
  }

  /** All bytes, which must be as many as the blob has. */
  content(): Uint8Array {
    if (this.#size === this.blob.size) return Buffer.concat(this.#parts);
    throw new ContentMismatchError(this.blob, { size: this.#size });
  }
}
