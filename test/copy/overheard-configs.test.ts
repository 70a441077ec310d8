import { describe, expect, it } from 'vitest';
import type { BlobSource } from '../../lib/content/ports.ts';
import { OverheardConfigs } from '../../lib/copy/overheard-configs.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { bytesOf } from '../support/chunks.ts';

const BYTES = Buffer.from('{"os":"linux","architecture":"arm64"}');
const CONFIG = {
  mediaType: 'application/vnd.oci.image.config.v1+json',
  digest: digestOf(BYTES),
  size: BYTES.byteLength,
};

/** A source that gives its content once, in a chunk that it uses again. */
function sourceOf(content: Buffer): { readonly source: BlobSource; readonly asked: () => number } {
  let asked = 0;
  const source: BlobSource = {
    openBlob: async () => ({
      async *[Symbol.asyncIterator]() {
        yield content;
      },
      close: () => {},
    }),
    fetchBlob: async () => {
      asked += 1;
      return BYTES;
    },
    resolveBlob: async () => undefined,
  };
  return { source, asked: () => asked };
}

describe('OverheardConfigs', () => {
  it('has a config that was copied, also when the memory that it came in is used again', async () => {
    const chunk = Buffer.from(BYTES);
    const { source, asked } = sourceOf(chunk);
    const configs = new OverheardConfigs(source);
    await bytesOf(await configs.openBlob(CONFIG));
    chunk.fill(0);

    expect(Buffer.from(await configs.fetchBlob(CONFIG))).toEqual(BYTES);
    expect(asked()).toBe(0);
  });

  it('asks the source for a config that arrived as something else', async () => {
    const { source, asked } = sourceOf(Buffer.from('{}'));
    const configs = new OverheardConfigs(source);
    await bytesOf(await configs.openBlob(CONFIG));

    expect(Buffer.from(await configs.fetchBlob(CONFIG))).toEqual(BYTES);
    expect(asked()).toBe(1);
  });
});
