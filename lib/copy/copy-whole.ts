import type { BlobUpload } from '../content/ports.ts';
import { type PassageObserver, verified } from '../content/verified.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Arrival } from './arrival.ts';
import { type BlobEnds, type BlobWay, type BlobWayOptions, startUpload } from './blob-way.ts';
import { copyError } from './errors.ts';
import { namedBlob } from './named-blob.ts';
import { signalOf } from './signal-of.ts';
import { SteadyContent } from './steady-content.ts';

/** The source of a blob, which has not answered yet. */
interface Opening {
  readonly content: SteadyContent;
  readonly opened: Promise<void>;
}

/** A blob on its way in one request. */
export class WholeCopy implements BlobWay {
  readonly hasProgressed = false;
  readonly #ends: BlobEnds;
  readonly #blob: Descriptor;
  readonly #options: BlobWayOptions;
  #opening: Opening | undefined;
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

  /**
   * The source answers while the target opens the session, unless the blob may be mounted. It is asked when
   * the blob has its place among the writers, not before: all take that one first, so that nobody who has a
   * place among the readers waits for others who need one.
   */
  async begin(mountFrom?: string): Promise<BlobUpload | 'mounted'> {
    const onPlace = () => {
      if (mountFrom === undefined) this.#opening = this.#open();
    };
    try {
      const call = { ...signalOf(this.#options), mountFrom, onPlace };
      return await startUpload(this.#ends.target, this.#blob, call);
    } catch (error) {
      await this.#letGo();
      throw error;
    }
  }

  async send(upload: BlobUpload): Promise<void> {
    const { content, opened } = this.#opening ?? this.#open();
    this.#opening = undefined;
    try {
      await opened;
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

  #open(): Opening {
    const content = new SteadyContent(this.#ends.source, this.#blob, this.#options);
    const opened = content.open();
    // It is awaited when the session is open, and fails then.
    opened.catch(() => {});
    return { content, opened };
  }

  /** Ends what was opened for an upload that does not come about. */
  async #letGo(): Promise<void> {
    const { content, opened } = this.#opening ?? {};
    this.#opening = undefined;
    content?.close();
    // The answer may have come in spite of that.
    await opened?.then(
      () => content?.close(),
      () => {},
    );
  }

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
