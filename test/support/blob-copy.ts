import { expect } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { RetryPolicy } from '../../lib/content/retry.ts';
import { type BlobOutcome, type CopyBlobOptions, copyBlob } from '../../lib/copy/copy-blob.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { SeededRandom } from './random.ts';
import { Script } from './script.ts';
import { ScriptedRepository } from './scripted-repository.ts';
import { SkippingClock } from './skipping-clock.ts';

/** What the blob consists of: in memory it comes in four chunks. */
export const BYTES = new SeededRandom('blob').bytes(3_500);

/** A blob to be copied between two repositories under a script. */
export class BlobCopy {
  readonly source = new MemoryRepository();
  /** Another repository on the target's registry. */
  readonly sibling = new MemoryRepository();
  readonly target = new MemoryRepository(new Map([['sibling', this.sibling]]));
  readonly script = new Script();
  readonly retry: RetryPolicy = { retries: 2, clock: new SkippingClock(), random: () => 0 };
  readonly blob: Descriptor;

  constructor(bytes: Uint8Array = BYTES) {
    this.blob = this.source.add(bytes);
  }

  /** Copies the blob, with two repetitions at most unless told otherwise. */
  run(given: Partial<CopyBlobOptions> = {}): Promise<BlobOutcome> {
    const source = new ScriptedRepository(this.source, this.script);
    const target = new ScriptedRepository(this.target, this.script);
    return copyBlob(source, target, this.blob, { retry: this.retry, ...given });
  }

  /** Fails where the content, or an upload, was not brought to an end. */
  expectNothingOpen(): void {
    expect(this.source.opened.every(({ ended }) => ended)).toBe(true);
    expect(this.target.uploads).toBe(0);
  }
}
