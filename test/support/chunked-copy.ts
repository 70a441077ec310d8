import { expect } from 'vitest';
import type { Checkpoint } from '../../lib/content/checkpoints.ts';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { MemorySessions } from '../../lib/content/memory-uploads.ts';
import type { RetryPolicy } from '../../lib/content/retry.ts';
import type { Chunking } from '../../lib/copy/chunking.ts';
import { type BlobOutcome, type CopyBlobOptions, copyBlob } from '../../lib/copy/copy-blob.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { BYTES } from './blob-copy.ts';
import { MemoryCheckpoints } from './memory-checkpoints.ts';
import { Script } from './script.ts';
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

  /** What is saved; another that took it can save no more. */
  async saved(): Promise<Checkpoint | undefined> {
    const upload = { repository: REPOSITORY, blob: this.blob.digest };
    return (await this.store.take(upload, 'test')).saved;
  }

  /** Lets the process die at the first chunk from `offset` on: nothing that it does after that reaches the target. */
  async dieAt(offset: number, options: RunOptions = {}): Promise<void> {
    const controller = new AbortController();
    const death = new Error('died');
    const die = (name: string) => {
      if (!name.startsWith(`${offset}+`)) return;
      controller.abort(death);
      throw death;
    };
    this.script.on('writeChunk', die);
    await expect(this.run({ ...options, signal: controller.signal })).rejects.toBe(death);
    this.script.clear();
    this.told.length = 0;
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
    expect(await this.saved()).toBeUndefined();
    expect(this.arrived).toBe(this.blob.size);
    this.expectNothingOpen();
  }
}
