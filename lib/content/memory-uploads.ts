import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { MemoryChunks } from './memory-chunks.ts';
import { MemorySession } from './memory-session.ts';
import type { BlobUpload, CallOptions, ChunkedBlobUpload, UploadSessionState } from './ports.ts';

/** How a repository in memory takes chunks: as the registries do that tell how far they came, as those that do not, or not at all. */
export type MemorySessions = UploadSessionState['offsetBy'] | 'none';

/** The uploads into a repository in memory. */
export class MemoryUploads {
  readonly #kind: MemorySessions;
  readonly #store: (digest: Digest, bytes: Uint8Array) => void;
  readonly #sessions = new Map<string, MemorySession>();
  readonly #writers = new Set<symbol>();
  #started = 0;
  #received = 0;

  constructor(kind: MemorySessions, store: (digest: Digest, bytes: Uint8Array) => void) {
    this.#kind = kind;
    this.#store = store;
  }

  /** Those that are open. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** Those whose place was not given back. */
  get writers(): number {
    return this.#writers.size;
  }

  /** Bytes that came, those of failed uploads included. */
  get received(): number {
    return this.#received;
  }

  start(blob: Descriptor): BlobUpload {
    this.#started += 1;
    const session = new MemorySession(`memory:${this.#started}`, blob);
    this.#sessions.set(session.location, session);
    const { chunks, ...whole } = this.#open(session, 0);
    return this.#kind === 'none' ? whole : { ...whole, chunks };
  }

  resume({ location, offset }: UploadSessionState): ChunkedBlobUpload | undefined {
    const session = this.#sessions.get(location.reveal());
    if (!session || this.#kind === 'none') return undefined;
    return this.#open(session, this.#kind === 'status' ? session.size : offset);
  }

  /** Forgets all sessions, as a registry does that restarts. */
  lose(): void {
    this.#sessions.clear();
  }

  #open(session: MemorySession, offset: number): ChunkedBlobUpload {
    const place = Symbol(session.location);
    this.#writers.add(place);
    const leave = () => void this.#writers.delete(place);
    const end = () => {
      this.#sessions.delete(session.location);
      leave();
    };
    const commit = () => {
      this.#store(session.blob.digest, session.content());
      end();
    };
    const receive = (content: AsyncIterable<Uint8Array>) => this.#receive(content);
    const offsetBy = this.#kind === 'sender' ? 'sender' : 'status';
    return {
      write: async (content, { signal }: CallOptions = {}) => {
        signal?.throwIfAborted();
        for await (const bytes of receive(content)) {
          signal?.throwIfAborted();
          session.append(bytes);
        }
        commit();
      },
      cancel: async () => end(),
      chunks: new MemoryChunks({ session, offset, offsetBy, receive, commit, leave }),
    };
  }

  async *#receive(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const bytes of content) {
      this.#received += bytes.byteLength;
      yield bytes;
    }
  }
}
