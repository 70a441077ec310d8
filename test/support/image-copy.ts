import {
  MemoryRepository,
  type MemoryRepositoryOptions,
} from '../../lib/content/memory-repository.ts';
import { copyImage } from '../../lib/copy/copy-image.ts';
import type { CopyImageOptions } from '../../lib/copy/copy-image-options.ts';
import type { WalkedImage } from '../../lib/copy/walk-image.ts';
import type { Built } from './built.ts';
import { digestOf } from './contents.ts';
import { fill } from './fill.ts';
import { Script } from './script.ts';
import { ScriptedRepository } from './scripted-repository.ts';
import { SkippingClock } from './skipping-clock.ts';

/** An image to be copied between two repositories under a script. */
export class ImageCopy {
  readonly source = new MemoryRepository();
  readonly target: MemoryRepository;
  readonly script = new Script();
  readonly from = new ScriptedRepository(this.source, this.script);
  readonly to: ScriptedRepository;

  /** `siblings` are the other repositories of the target's registry; `options` are the target's. */
  constructor(siblings?: ReadonlyMap<string, MemoryRepository>, options?: MemoryRepositoryOptions) {
    this.target = new MemoryRepository(siblings, options);
    this.to = new ScriptedRepository(this.target, this.script);
  }

  /** Puts `built` into the source and copies it, repeating nothing. */
  async run(built: Built, options: Partial<CopyImageOptions> = {}): Promise<WalkedImage> {
    const retry = { retries: 0, clock: new SkippingClock(), random: () => 0 };
    await fill(this.source, built);
    return await copyImage(this.from, this.to, digestOf(built), { retry, ...options });
  }
}
