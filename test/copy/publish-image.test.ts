import { describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { publishImage } from '../../lib/copy/publish-image.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { image } from '../support/image-builder.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const DOCUMENT = parseManifest(image().root.bytes);

/** Shows what it was given after so many answers, as a registry of several nodes may. */
class SlowRepository extends MemoryRepository {
  #answersToCome: number;

  constructor(answersToCome: number) {
    super();
    this.#answersToCome = answersToCome;
  }

  override async resolve(name: string): Promise<Descriptor | undefined> {
    this.#answersToCome -= 1;
    return this.#answersToCome < 0 ? await super.resolve(name) : undefined;
  }
}

function publish(target: MemoryRepository, tag?: string): Promise<void> {
  const retry = { retries: 2, clock: new SkippingClock(), random: () => 0 };
  return publishImage(target, DOCUMENT, { tag, retry });
}

describe('publishImage', () => {
  it.each(['1', undefined])('waits until the registry shows it, tag: %s', async (tag) => {
    const target = new SlowRepository(2);

    await publish(target, tag);

    expect(await target.resolve(tag ?? DOCUMENT.digest)).toMatchObject({ digest: DOCUMENT.digest });
  });

  it('sets no tag where none is wanted', async () => {
    const target = new MemoryRepository();

    await publish(target);

    for await (const tags of target.listTags()) expect(tags).toEqual([]);
  });

  it.each([
    ['1', 'the tag 1'],
    [undefined, DOCUMENT.digest],
  ])('fails where the registry does not show it, tag: %s', async (tag, name) => {
    await expect(publish(new SlowRepository(4), tag)).rejects.toMatchObject({
      code: 'TARGET_CHANGED',
      side: 'target',
      message: `confirming ${name} failed at the target`,
      cause: { message: `${name} names nothing instead of ${DOCUMENT.digest}` },
    });
  });
});
