import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { StoredManifest } from '../../lib/content/ports.ts';
import { tagImage } from '../../lib/copy/tag-image.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { descriptorOf, parseManifest } from '../../lib/oci/manifest.ts';
import { Failure, lastingFailure, passingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { schema1Image } from '../support/schema1-builder.ts';
import { Script } from '../support/script.ts';
import { ScriptedRepository } from '../support/scripted-repository.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const OURS = parseManifest(image({ seed: 1 }).root.bytes);
const THEIRS = parseManifest(image({ seed: 2 }).root.bytes);
const LONG_NAMED = parseManifest(OURS.bytes, { digest: digestOf(OURS.bytes, 'sha512') });
const OLD = parseManifest(schema1Image().root.bytes);

/** Accepts manifests and stores none. */
class ForgetfulRepository extends MemoryRepository {
  override async putManifest(): Promise<StoredManifest> {
    return { listsReferrer: false };
  }
}

describe('tagImage', () => {
  let target: MemoryRepository;
  let script: Script;
  let clock: SkippingClock;

  beforeEach(() => {
    target = new MemoryRepository();
    script = new Script();
    clock = new SkippingClock();
  });

  function tag(signal?: AbortSignal): Promise<void> {
    const retry = { retries: 3, clock, random: () => 0 };
    const options = { retry, ...(signal && { signal }) };
    return tagImage(new ScriptedRepository(target, script), OURS, '1', options);
  }

  /** Lets the tag name something else for so many answers, as a registry of several nodes may. */
  function answerWithTheirs(times: number): void {
    script.on('resolve', () => target.putManifest(THEIRS, { tag: '1' }), times);
    script.on('resolve', () => target.putManifest(OURS, { tag: '1' }));
  }

  it('makes the document visible, and asks the registry whether it is', async () => {
    await tag();

    expect(script.steps).toEqual(['putManifest', 'resolve']);
    expect((await target.resolve('1'))?.digest).toBe(OURS.digest);
  });

  it.each([
    ['by SHA-256 what was published by SHA-512', LONG_NAMED, OURS.digest],
    ['by SHA-512 what was published by SHA-256', OURS, LONG_NAMED.digest],
    ['with its signatures what was published without', OLD, digestOf(OLD.bytes)],
  ])('is content with a registry that names %s', async (_, document, digest) => {
    class Renaming extends MemoryRepository {
      override async resolve(): Promise<Descriptor> {
        return { ...descriptorOf(document), digest };
      }
    }
    const retry = { retries: 0, clock, random: () => 0 };

    await expect(tagImage(new Renaming(), document, '1', { retry })).resolves.toBeUndefined();
  });

  const tooOld = expect.stringContaining('many registries no longer take schema 1 manifests');

  it.each([
    ['CONTENT_REFUSED', 'of schema 1', OLD, tooOld],
    ['REGISTRY_UNAVAILABLE', 'of schema 1', OLD, tooOld],
    ['UNEXPECTED_RESPONSE', 'of schema 1', OLD, tooOld],
    ['DENIED', 'of schema 1', OLD, 'let the test pass'],
    ['CONTENT_REFUSED', 'of today', OURS, 'let the test pass'],
  ] as const)('says of %s for a manifest %s what it means', async (code, _, document, hint) => {
    script.fail('putManifest', new Failure(code, false));
    const retry = { retries: 0, clock, random: () => 0 };
    const to = new ScriptedRepository(target, script);

    await expect(tagImage(to, document, '1', { retry })).rejects.toMatchObject({
      side: 'target',
      code,
      hint,
    });
  });

  it('waits for a registry that still answers with what was there before', async () => {
    answerWithTheirs(2);

    await expect(tag()).resolves.toBeUndefined();

    expect(script.names('resolve')).toHaveLength(3);
    expect(script.names('putManifest')).toHaveLength(1);
    expect(clock.slept).toEqual([500, 1_000]);
  });

  it('fails when the tag keeps naming something else', async () => {
    answerWithTheirs(4);

    await expect(tag()).rejects.toMatchObject({
      side: 'target',
      code: 'TARGET_CHANGED',
      message: 'confirming the tag 1 failed at the target',
      cause: { message: `the tag 1 names ${THEIRS.digest} instead of ${OURS.digest}` },
    });
  });

  it('fails when the tag names nothing after it was pushed', async () => {
    const retry = { retries: 1, clock, random: () => 0 };

    const tagging = tagImage(new ForgetfulRepository(), OURS, '1', { retry });

    await expect(tagging).rejects.toMatchObject({
      cause: { message: `the tag 1 names nothing instead of ${OURS.digest}` },
    });
  });

  it('leaves the repetition of requests to whoever sends them', async () => {
    const failure = passingFailure();
    script.fail('resolve', failure);

    await expect(tag()).rejects.toMatchObject({ side: 'target', cause: failure });

    expect(script.names('resolve')).toHaveLength(1);
  });

  it('says what failed when the push is refused', async () => {
    const refusal = lastingFailure();
    script.fail('putManifest', refusal);

    await expect(tag()).rejects.toMatchObject({
      side: 'target',
      code: 'DENIED',
      message: 'pushing the tag 1 failed at the target',
      cause: refusal,
    });
    expect(script.names('resolve')).toEqual([]);
  });

  describe('where the registry refuses to put an immutable tag', () => {
    const refusal = new Failure('TAG_IMMUTABLE', false);

    beforeEach(() => script.fail('putManifest', refusal));

    it('has succeeded when the tag names the same document', async () => {
      await target.putManifest(OURS, { tag: '1' });

      await expect(tag()).resolves.toBeUndefined();
    });

    it('fails with the refusal when the tag names another', async () => {
      await target.putManifest(THEIRS, { tag: '1' });

      await expect(tag()).rejects.toMatchObject({ code: 'TAG_IMMUTABLE', cause: refusal });
    });

    it('fails with the refusal when the tag names nothing', async () => {
      await expect(tag()).rejects.toMatchObject({ code: 'TAG_IMMUTABLE', cause: refusal });
    });

    it('says which side failed when the tag cannot be looked at', async () => {
      script.fail('resolve', lastingFailure());

      await expect(tag()).rejects.toMatchObject({ side: 'target', code: 'DENIED' });
    });
  });

  it('stops waiting when it is aborted, with the reason', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    script.on('resolve', () => controller.abort(reason));

    await expect(tag(controller.signal)).rejects.toBe(reason);
  });
});
