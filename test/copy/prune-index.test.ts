import { describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { Pruning } from '../../lib/copy/prune-index.ts';
import { surveyImage } from '../../lib/copy/survey-image.ts';
import { digestOf } from '../support/contents.ts';
import { fill } from '../support/fill.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';

describe('Pruning', () => {
  it('asks about the entries of an index once, in however many ways it is reached', async () => {
    const inner = index([image(), image({ platform: 'linux/arm64' })]);
    const built = index([index([inner, inner, inner]), inner]);
    const source = new MemoryRepository();
    await fill(source, built);
    const { root } = await surveyImage(source, digestOf(built), {});
    if (root.kind !== 'index') throw new Error('the image is no index');
    const asked: (string | undefined)[] = [];
    const pruning = new Pruning((platform) => {
      asked.push(platform?.architecture);
      return platform?.architecture === 'amd64';
    });

    const pruned = pruning.prune(root);

    expect(asked).toEqual(['amd64', 'arm64']);
    const left = index([image()]);
    expect(pruned?.digest).toBe(digestOf(index([index([left, left, left]), left])));
  });
});
