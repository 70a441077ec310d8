import type { BlobSource, BlobTarget, CallOptions } from '../content/ports.ts';
import { type RetryPolicy, retrying } from '../content/retry.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { Arrival } from './arrival.ts';
import type { BlobTurn, ManifestTurns } from './blob-turns.ts';
import type { BlobEnds, BlobWay } from './blob-way.ts';
import type { Chunking } from './chunking.ts';
import { ChunkedCopy } from './copy-in-chunks.ts';
import { WholeCopy } from './copy-whole.ts';
import { CopyError } from './errors.ts';
import { findBlob } from './find-content.ts';
import { signalOf } from './signal-of.ts';
import { startByTurn } from './start-by-turn.ts';

/** How a blob came to be in the target. */
export type BlobOutcome = 'present' | 'mounted' | 'uploaded';

/** How a blob is brought, and who watches. */
export interface CopyBlobOptions extends CallOptions {
  /** Who else brings the blob to the target's registry. Default: nobody. */
  readonly turns?: Pick<ManifestTurns, 'take' | 'mayHave'> | undefined;
  /** The turn that was taken already, after the blob was looked for. */
  readonly firstTurn?: BlobTurn | undefined;
  /** Told of bytes as the target takes them; of as many negative ones when they are taken back. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  readonly retry: RetryPolicy;
  /** Default: every blob goes up in one request. */
  readonly chunking?: Chunking | undefined;
  /**
   * Aborted when work has to end soon, to be continued by another process: it ends, with the reason of this
   * signal, when the chunk on its way is acknowledged and saved. A blob in one request goes on to its end.
   */
  readonly yielding?: AbortSignal | undefined;
  /** Told in a sentence what was done that nobody would expect. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

/** Makes `blob` available in `target`; bytes move only when nothing cheaper works. */
export async function copyBlob(
  source: BlobSource,
  target: BlobTarget,
  blob: Descriptor,
  { onBytes, ...options }: CopyBlobOptions,
): Promise<BlobOutcome> {
  const arrival = new Arrival(onBytes);
  const way = wayOf({ source, target }, blob, { ...options, arrival });
  const copy = new BlobCopy(way, { ...options, target, blob, arrival });
  try {
    return await retrying(() => copy.attempt(), options.retry, {
      ...endedBy(options),
      isOurs: (error) => copy.isOurs(error),
      hasProgressed: () => way.hasProgressed,
    });
  } catch (error) {
    await way.abandon();
    arrival.settle(0);
    throw error;
  }
}

function wayOf(
  ends: BlobEnds,
  blob: Descriptor,
  { chunking, ...options }: Omit<CopyBlobOptions, 'onBytes'> & { readonly arrival: Arrival },
): BlobWay {
  const isInChunks = chunking && blob.size >= chunking.fromBytes && blob.data === undefined;
  return isInChunks
    ? new ChunkedCopy(ends, blob, { ...options, chunking })
    : new WholeCopy(ends, blob, options);
}

/** Whoever has to hand its work on does not wait for a failure to pass. */
function endedBy({
  yielding,
  ...options
}: Pick<CopyBlobOptions, 'signal' | 'yielding'>): CallOptions {
  const { signal } = options;
  if (!yielding) return signalOf(options);
  return { signal: signal ? AbortSignal.any([signal, yielding]) : yielding };
}

interface BlobCopyOptions
  extends Pick<CopyBlobOptions, 'signal' | 'yielding' | 'turns' | 'firstTurn'> {
  readonly target: BlobTarget;
  readonly blob: Descriptor;
  readonly arrival: Arrival;
}

/** The attempts at one blob. */
class BlobCopy {
  readonly #way: BlobWay;
  readonly #options: BlobCopyOptions;
  #turn: BlobTurn | undefined;
  #isTransferring = false;
  #isFirst = true;

  constructor(way: BlobWay, options: BlobCopyOptions) {
    this.#way = way;
    this.#options = options;
    this.#turn = options.firstTurn;
  }

  /**
   * A look-up was repeated by whoever sent it, reading by whoever reads. A transfer holds places at both
   * ends, which must not be held while a failure passes: it gives them back and is repeated from here.
   */
  isOurs(error: unknown): boolean {
    return this.#isTransferring && error instanceof CopyError && !this.#way.isSpent;
  }

  async attempt(): Promise<BlobOutcome> {
    this.#isTransferring = false;
    const turn = this.#turn;
    this.#turn = undefined;
    const isWorthALook = !this.#isFirst || this.#mayBeThere;
    this.#isFirst = false;
    if (!turn && isWorthALook && (await this.#isThere())) return await this.#found();
    return await this.#bring(turn);
  }

  /** What an attempt has sent may be there whatever was known before it. */
  get #mayBeThere(): boolean {
    const { turns, blob } = this.#options;
    return turns?.mayHave(blob) ?? true;
  }

  async #isThere(): Promise<boolean> {
    const { target, blob } = this.#options;
    return await findBlob(target, blob, signalOf(this.#options));
  }

  /** An upload whose answer was lost on the way had arrived all the same. */
  async #found(): Promise<'present' | 'uploaded'> {
    const { hasSent } = this.#way;
    await this.#way.arrived();
    this.#options.arrival.settle(hasSent ? this.#options.blob.size : 0);
    return hasSent ? 'uploaded' : 'present';
  }

  async #bring(turn: BlobTurn | undefined): Promise<BlobOutcome> {
    const { target, blob, turns, yielding, arrival } = this.#options;
    yielding?.throwIfAborted();
    const start = (mountFrom?: string) => {
      this.#isTransferring = true;
      return this.#way.begin(mountFrom);
    };
    const by = { ...signalOf(this.#options), turns, turn, start };
    const started = await startByTurn(target, blob, by);
    if (started === 'present') return await this.#found();
    if (started === 'mounted') {
      arrival.settle(0);
      return started;
    }
    let isUploaded = false;
    try {
      await this.#way.send(started.upload);
      isUploaded = true;
    } finally {
      await started.turn.end(isUploaded);
    }
    return 'uploaded';
  }
}
