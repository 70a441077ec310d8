import type {
  CallOptions,
  UploadChunks,
  UploadSessionState,
  WriteChunkOptions,
} from '../../lib/content/ports.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import type { Script } from './script.ts';

/** Chunks of an upload in memory, each step of which first goes through a script. */
export class ScriptedChunks implements UploadChunks {
  readonly #chunks: UploadChunks;
  readonly #blob: Digest;
  readonly #script: Script;
  /** As whoever sends knows it: a chunk whose answer was lost does not count. */
  #offset: number;

  constructor(chunks: UploadChunks, blob: Digest, script: Script) {
    this.#chunks = chunks;
    this.#blob = blob;
    this.#script = script;
    this.#offset = chunks.offset;
  }

  get offset(): number {
    return this.#offset;
  }

  get minBytes(): number {
    return this.#chunks.minBytes;
  }

  async write(
    content: AsyncIterable<Uint8Array>,
    options: WriteChunkOptions,
  ): Promise<'written' | 'known'> {
    await this.#script.take('writeChunk', `${this.#offset}+${options.length}`, options);
    const received = this.#script.eachChunk('receive', this.#blob, content);
    const result = await this.#chunks.write(received, options);
    await this.#script.take('acknowledge', result, options);
    this.#offset = this.#chunks.offset;
    return result;
  }

  async commit(options?: CallOptions): Promise<void> {
    await this.#script.take('commitChunks', this.#blob, options);
    await this.#chunks.commit(options);
    await this.#script.take('commit', this.#blob, options);
  }

  state(): UploadSessionState {
    return { ...this.#chunks.state(), offset: this.#offset };
  }

  leave(): void {
    this.#script.note('leave', this.#blob);
    this.#chunks.leave();
  }
}
