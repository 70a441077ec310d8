import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startDockerRegistry } from '../../../test/support/docker-registry.ts';
import { during } from '../progress.ts';
import {
  type GeneratedImage,
  type GeneratedImageOptions,
  generateImage,
} from './generated-image.ts';
import type { TransferOptions } from './transfer.ts';

export interface SourceOptions extends GeneratedImageOptions {
  /** Each with content of its own. Default: 1. */
  readonly images?: number;
}

/** Gives `use` images in a registry whose content lies in `folder`; all of it is gone afterwards. */
export async function withSource<T>(
  folder: string,
  { images = 1, ...options }: SourceOptions,
  use: (scenario: TransferOptions) => Promise<T>,
): Promise<T> {
  const sourceFolder = join(folder, 'source');
  const source = await startDockerRegistry({ folder: sourceFolder });
  const generate = (tag: number) =>
    during(`generating image ${tag} of ${images}`, () =>
      generateImage(source.url, String(tag), options),
    );
  try {
    const image = await generate(1);
    const others: GeneratedImage[] = [];
    while (1 + others.length < images) others.push(await generate(2 + others.length));
    return await use({ source, image, others, folder });
  } finally {
    await source.stop();
    await rm(sourceFolder, { recursive: true });
  }
}
