import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { CallOptions } from '../../lib/content/ports.ts';
import { cosignTags, fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { ReferrerTags } from '../../lib/copy/referrer-tags.ts';
import { digestOf as digestOfBytes } from '../../lib/oci/digest.ts';
import type { Tag } from '../../lib/oci/reference.ts';
import { digestOf } from '../support/contents.ts';
import { Failure, lastingFailure, passingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { put } from '../support/referrer-copy.ts';
import { Script } from '../support/script.ts';
import { ScriptedRepository } from '../support/scripted-repository.ts';

const SUBJECT = image();
const FALLBACK = fallbackTag(digestOf(SUBJECT));
const TAGS = [FALLBACK, ...cosignTags(digestOf(SUBJECT))];

/** Lists these pages alone. */
class PagingRepository extends MemoryRepository {
  readonly pages: readonly (readonly Tag[])[];

  constructor(pages: readonly (readonly Tag[])[]) {
    super();
    this.pages = pages;
  }

  override async *listTags(): AsyncGenerator<readonly Tag[], void, undefined> {
    yield* this.pages;
  }
}

describe('ReferrerTags', () => {
  let script: Script;
  let tags: ReferrerTags;

  beforeEach(async () => {
    const source = new MemoryRepository();
    await put(source, SUBJECT, FALLBACK);
    script = new Script();
    tags = new ReferrerTags(new ScriptedRepository(source, script));
  });

  async function found(options?: CallOptions): Promise<readonly Tag[]> {
    return [...(await tags.resolve(TAGS, options)).keys()];
  }

  it('asks for the tags that are listed, and for no other', async () => {
    expect(await found()).toEqual([FALLBACK]);

    expect(script.names('resolve')).toEqual([FALLBACK]);
  });

  it('reads the list once, also for those who ask while it is read', async () => {
    await Promise.all([found(), found(), found()]);
    await found();

    expect(script.names('listTags')).toHaveLength(1);
  });

  it('asks for each tag where the list is refused', async () => {
    script.fail('listTags', lastingFailure());

    expect(await found()).toEqual([FALLBACK]);
    expect(await found()).toEqual([FALLBACK]);

    expect(script.names('resolve').toSorted()).toEqual([...TAGS, ...TAGS].toSorted());
    expect(script.names('listTags')).toHaveLength(1);
  });

  it('fails where the list may be had later, and reads it anew then', async () => {
    const failure = passingFailure();
    script.fail('listTags', failure, 1);

    await expect(Promise.all([found(), found()])).rejects.toMatchObject({
      side: 'source',
      cause: failure,
    });

    expect(await found()).toEqual([FALLBACK]);
  });

  it('fails where a tag cannot be resolved', async () => {
    script.fail('resolve', new Failure('DENIED', false));

    await expect(found()).rejects.toMatchObject({ side: 'source', code: 'DENIED' });
  });

  it('does not let one who is aborted take the others along', async () => {
    const reason = new Error('interrupted');
    const controller = new AbortController();
    script.on('listTags', () => controller.abort(reason), 1);

    const aborted = found({ signal: controller.signal });
    const other = found();

    await expect(aborted).rejects.toBe(reason);
    expect(await other).toEqual([FALLBACK]);
    expect(script.names('listTags')).toHaveLength(2);
  });

  it.each<[string, (page: number) => readonly Tag[]]>([
    ['with a tag each', (page) => [`${page}`]],
    ['that are empty', () => []],
  ])('reads no list of more than eight pages %s', async (_, page) => {
    const pages = Array.from({ length: 8 }, (_, position) => page(position));
    const short = new ReferrerTags(new PagingRepository([...pages.slice(1), [FALLBACK]]));
    const long = new PagingRepository([...pages, [FALLBACK]]);
    await put(long, SUBJECT, TAGS[1]);

    expect(await short.resolve(TAGS)).toEqual(new Map());
    expect([...(await new ReferrerTags(long).resolve(TAGS)).keys()]).toEqual([TAGS[1]]);
  });
});

describe('the tags of a subject', () => {
  const sha512 = digestOfBytes(Buffer.from('subject'), 'sha512');

  it('are its digest, and cosign kinds of it', () => {
    const hex = digestOf(SUBJECT).slice('sha256:'.length);

    expect(TAGS).toEqual(['', '.sig', '.att', '.sbom'].map((end) => `sha256-${hex}${end}`));
  });

  it('are cut to 64 digits for SHA-512, which cosign has none for', () => {
    expect(fallbackTag(sha512)).toBe(`sha512-${sha512.slice(7, 71)}`);
    expect(cosignTags(sha512)).toEqual([]);
  });
});
