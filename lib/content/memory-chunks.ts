import { Secret } from '../secret.ts';
import { ContentMismatchError, UploadLostError } from './errors.ts';
import type { MemorySession } from './memory-session.ts';
import type { CallOptions, UploadChunks, UploadSessionState, WriteChunkOptions } from './ports.ts';

export interface MemoryChunksOptions {
  readonly session: MemorySession;
  /** As in `UploadSessionState`: a session that tells how far it came keeps half a chunk, another drops it. */
  readonly offsetBy: UploadSessionState['offsetBy'];
  readonly offset: number;
  /** Passes on what arrives. */
  readonly receive: (content: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  readonly commit: () => void;
  readonly leave: () => void;
}

/** Chunks of an upload into a repository in memory. */
export class MemoryChunks implements UploadChunks {
  readonly minBytes = 1;
  readonly #options: MemoryChunksOptions;
  #offset: number;
  /** Whether the session may have a chunk whose answer was lost. */
  #mayKnow: boolean;

  constructor(options: MemoryChunksOptions) {
    this.#options = options;
    this.#offset = options.offset;
    this.#mayKnow = options.offsetBy === 'sender' && options.offset > 0;
  }

  get offset(): number {
    return this.#offset;
  }

  async write(
    content: AsyncIterable<Uint8Array>,
    { length, signal }: WriteChunkOptions,
  ): Promise<'written' | 'known'> {
    signal?.throwIfAborted();
    const { session } = this.#options;
    const isKnown = this.#mayKnow && session.size === this.#offset + length;
    this.#mayKnow = false;
    if (!isKnown && session.size !== this.#offset) {
      throw new UploadLostError(session.blob, new Error(`it has ${session.size} bytes`));
    }
    if (!isKnown) await this.#take(content, { length, ...(signal && { signal }) });
    this.#offset += length;
    return isKnown ? 'known' : 'written';
  }

  async commit({ signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    this.#options.commit();
  }

  state(): UploadSessionState {
    const { session, offsetBy } = this.#options;
    return { location: new Secret(session.location), offset: this.#offset, offsetBy };
  }

  leave(): void {
    this.#options.leave();
  }

  async #take(
    content: AsyncIterable<Uint8Array>,
    { length, signal }: WriteChunkOptions,
  ): Promise<void> {
    const { session, offsetBy, receive } = this.#options;
    const parts: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const bytes of receive(content)) {
        signal?.throwIfAborted();
        parts.push(bytes);
        size += bytes.byteLength;
      }
      if (size !== length)
        throw new ContentMismatchError({ ...session.blob, size: length }, { size });
    } finally {
      if (size === length || offsetBy === 'status') for (const part of parts) session.append(part);
    }
  }
}
