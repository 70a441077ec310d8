import { expect } from 'vitest';
import type { Checkpoint, HeldCheckpoint } from '../../lib/content/checkpoints.ts';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { MemorySessions } from '../../lib/content/memory-uploads.ts';
import type { RetryPolicy } from '../../lib/content/retry.ts';
import type { Chunking } from '../../lib/copy/chunking.ts';
import { type BlobOutcome, type CopyBlobOptions, copyBlob } from '../../lib/copy/copy-blob.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { BYTES } from './blob-copy.ts';
import { MemoryCheckpoints } from './memory-checkpoints.ts';
import { Script, type Step } from './script.ts';
import { ScriptedRepository } from './scripted-repository.ts';
import { SkippingClock } from './skipping-clock.ts';

/** No multiple of what comes from a source in memory at once: the blob goes up in three chunks and a shorter one. */
export const CHUNK = 900;

const REPOSITORY = 'target.example/app';

/** What a test says of a copy in chunks. */
export interface RunOptions extends Partial<Omit<CopyBlobOptions, 'chunking'>> {
  readonly chunking?: Partial<Chunking>;
  /** Default: `first`. */
  readonly owner?: string;
}

/** A blob to be copied in chunks, by one process or by several after each other. */
export class ChunkedBlobCopy {
  readonly source = new MemoryRepository();
  readonly sibling = new MemoryRepository();
  readonly target: MemoryRepository;
  readonly script = new Script();
  readonly clock = new SkippingClock();
  readonly retry: RetryPolicy = { retries: 2, clock: this.clock, random: () => 0 };
  readonly store = new MemoryCheckpoints(this.clock);
  readonly warnings: string[] = [];
  /** Everything that `onBytes` was told. */
  readonly told: number[] = [];
  readonly blob: Descriptor;

  constructor(sessions: MemorySessions = 'status') {
    this.target = new MemoryRepository(new Map([['sibling', this.sibling]]), { sessions });
    this.blob = this.source.add(BYTES);
  }

  run({ chunking, owner = 'first', ...given }: RunOptions = {}): Promise<BlobOutcome> {
    const source = new ScriptedRepository(this.source, this.script);
    const target = new ScriptedRepository(this.target, this.script);
    const upload = (blob: Descriptor['digest']) => ({ repository: REPOSITORY, blob });
    return copyBlob(source, target, this.blob, {
      retry: this.retry,
      chunking: {
        fromBytes: 2000,
        chunkBytes: CHUNK,
        resumeHashFrom: 2000,
        checkpoints: { take: (blob) => this.store.take(upload(blob), owner) },
        ...chunking,
      },
      onWarning: (text) => this.warnings.push(text),
      onBytes: (bytes) => this.told.push(bytes),
      ...given,
    });
  }

  /** Takes what is saved from whoever has it, who can save no more. */
  async take(): Promise<HeldCheckpoint> {
    return await this.store.take({ repository: REPOSITORY, blob: this.blob.digest }, 'test');
  }

  async saved(): Promise<Checkpoint> {
    const { saved } = await this.take();
    if (!saved) throw new Error('nothing is saved');
    return saved;
  }

  async isSaved(): Promise<boolean> {
    return (await this.take()).saved !== undefined;
  }

  /** Lets a process die before it sends the chunk from `offset` on. */
  async dieAt(offset: number, options?: RunOptions): Promise<void> {
    await this.#die('writeChunk', (name) => name.startsWith(`${offset}+`), options);
  }

  /** Lets a process die when the chunk from `offset` on has arrived, before it knows of that. */
  async dieAcknowledging(offset: number, options?: RunOptions): Promise<void> {
    const isSent = () => this.chunks.at(-1)?.startsWith(`${offset}+`) ?? false;
    await this.#die('acknowledge', isSent, options);
  }

  /** Lets a process die before it commits. */
  async dieCommitting(options?: RunOptions): Promise<void> {
    await this.#die('commitChunks', () => true, options);
  }

  /** The chunks that were sent, as `offset+length`. */
  get chunks(): readonly string[] {
    return this.script.names('writeChunk');
  }

  /** Bytes told in the end. */
  get arrived(): number {
    return this.told.reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Fails where content or an upload holds its place, or a session is left open other than `sessions`. */
  expectNothingOpen(sessions = 0): void {
    expect(this.source.opened.every(({ ended }) => ended)).toBe(true);
    expect(this.target.writers).toBe(0);
    expect(this.target.uploads).toBe(sessions);
  }

  /** Fails where the target does not have the blob, or anything else is left of its way there. */
  async expectCopied(): Promise<void> {
    expect(this.target.content(this.blob)).toEqual(Buffer.from(BYTES));
    expect(await this.isSaved()).toBe(false);
    expect(this.arrived).toBe(this.blob.size);
    this.expectNothingOpen();
  }

  async #die(step: Step, isMoment: (name: string) => boolean, options?: RunOptions): Promise<void> {
    const controller = new AbortController();
    const death = new Error('died');
    this.script.on(step, (name) => {
      if (!isMoment(name)) return;
      controller.abort(death);
      throw death;
    });
    await expect(this.run({ ...options, signal: controller.signal })).rejects.toBe(death);
    this.script.clear();
    this.told.length = 0;
  }
}
