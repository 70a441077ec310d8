import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { CallOptions } from '../../lib/content/ports.ts';
import type { PlatformFilter } from '../../lib/copy/choose-parts.ts';
import { type FilteredImage, filterImage } from '../../lib/copy/filter-image.ts';
import type { Built } from './built.ts';
import { fill } from './fill.ts';
import { Script } from './script.ts';
import { ScriptedRepository } from './scripted-repository.ts';

/** A filter at work on an image in memory, with a record of what it reads there. */
export class ImageFilter {
  readonly source = new MemoryRepository();
  readonly script = new Script();

  /** Puts `built` into the source and filters it; keeps the index unless told otherwise. */
  async run(
    built: Built,
    filter: Partial<PlatformFilter>,
    options?: CallOptions,
  ): Promise<FilteredImage> {
    await fill(this.source, built);
    const source = new ScriptedRepository(this.source, this.script);
    return await filterImage(source, built.root.descriptor, { index: 'keep', ...filter }, options);
  }
}
