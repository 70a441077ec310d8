import type { BlobUpload } from '../content/ports.ts';
import { type PassageObserver, verified } from '../content/verified.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Arrival } from './arrival.ts';
import { type BlobEnds, type BlobWay, type BlobWayOptions, startUpload } from './blob-way.ts';
import { copyError } from './errors.ts';
import { namedBlob } from './named-blob.ts';
import { signalOf } from './signal-of.ts';
import { SteadyContent } from './steady-content.ts';

/** A blob on its way in one request. */
export class WholeCopy implements BlobWay {
  readonly hasProgressed = false;
  readonly #ends: BlobEnds;
  readonly #blob: Descriptor;
  readonly #options: BlobWayOptions;
  #hasSent = false;
  #isSpent = false;

  constructor(ends: BlobEnds, blob: Descriptor, options: BlobWayOptions) {
    this.#ends = ends;
    this.#blob = blob;
    this.#options = options;
  }

  get hasSent(): boolean {
    return this.#hasSent;
  }

  get isSpent(): boolean {
    return this.#isSpent;
  }

  async begin(mountFrom?: string): Promise<BlobUpload | 'mounted'> {
    const call = signalOf(this.#options);
    return await startUpload(this.#ends.target, this.#blob, { ...call, mountFrom });
  }

  /** The upload was started first: a blob takes its place among the writers before that among the readers. */
  async send(upload: BlobUpload): Promise<void> {
    const content = new SteadyContent(this.#ends.source, this.#blob, this.#options);
    try {
      await content.open();
      this.#hasSent = true;
      await this.#stream(content, upload);
    } catch (error) {
      this.#isSpent = content.isSpent;
      content.close();
      this.#options.arrival.settle(0);
      await upload.cancel();
      throw error;
    }
    content.close();
  }

  async arrived(): Promise<void> {}

  async abandon(): Promise<void> {}

  async #stream(content: SteadyContent, upload: BlobUpload): Promise<void> {
    const passage = new Passage(this.#options.arrival);
    const named = namedBlob(this.#blob);
    try {
      await upload.write(verified(content, this.#blob, passage), signalOf(this.#options));
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      // An upload fails with its content's own failure, which is not the target's.
      throw passage.failure === undefined
        ? copyError('target', `uploading ${named}`, error)
        : copyError('source', `reading ${named}`, passage.failure);
    }
  }
}

/** Counts content on its way and remembers whether it was the content that failed. */
class Passage implements PassageObserver {
  failure: unknown;
  readonly #arrival: Arrival;

  constructor(arrival: Arrival) {
    this.#arrival = arrival;
  }

  passed(bytes: number): void {
    this.#arrival.add(bytes);
  }

  failed(error: unknown): void {
    this.failure = error;
  }
}
