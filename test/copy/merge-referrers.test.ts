import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import { mergeReferrers } from '../../lib/copy/merge-referrers.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { artifact } from '../support/artifact-builder.ts';
import { type Built, jsonContent } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { lastingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { ListMerge } from '../support/list-merge.ts';
import { put, referrersIndex } from '../support/referrer-copy.ts';

const SUBJECT = image();
const OURS = report(1);
const MORE = report(2);
const THEIRS = report(3);

function report(seed: number): Built {
  return artifact({ seed, subject: SUBJECT.root.descriptor });
}

describe('mergeReferrers', () => {
  let list: ListMerge;

  beforeEach(() => {
    list = new ListMerge(SUBJECT);
  });

  it('makes a list where there is none, and looks at it once more', async () => {
    await list.run([OURS, MORE]);

    expect(await list.listed()).toEqual([digestOf(OURS), digestOf(MORE)]);
    expect(list.script.steps).toEqual(['resolve', 'resolve', 'putManifest', 'resolve']);
    expect(list.clock.slept).toEqual([500]);
  });

  it('keeps entries as they were listed', async () => {
    const entry = {
      ...OURS.root.descriptor,
      artifactType: 'application/vnd.example',
      annotations: { tool: 'example' },
    };
    const retry = { retries: 0, clock: list.clock, random: () => 0 };

    await mergeReferrers(list.target, digestOf(SUBJECT), [entry], { retry });

    const { digest } = (await list.target.resolve(list.tag)) ?? entry;
    expect((await list.target.fetchManifest(digest)).manifests).toEqual([entry]);
  });

  it('writes nothing where all is listed', async () => {
    await list.setTo(THEIRS, OURS);

    await list.run([OURS]);

    expect(list.script.steps).toEqual(['resolve', 'fetchManifest']);
  });

  it('adds to a list, of which everything stays', async () => {
    const { mediaType } = referrersIndex([]).root.descriptor;
    const entry = { ...THEIRS.root.descriptor, note: 'unknown', platform: { os: 'linux' } };
    const before = { schemaVersion: 2, mediaType, manifests: [entry], annotations: { a: 'b' } };
    const root = jsonContent(before, mediaType);
    await put(list.target, { root, manifests: [root], blobs: [] }, list.tag);

    await list.run([OURS]);

    const { digest } = (await list.target.resolve(list.tag)) ?? root.descriptor;
    const bytes = Buffer.from(list.target.content({ digest }) ?? []).toString();
    expect(JSON.parse(bytes)).toEqual({ ...before, manifests: [entry, OURS.root.descriptor] });
  });

  it.each<[string, readonly Built[], readonly Built[], boolean]>([
    ['takes the bytes of the source where they fit', [OURS, MORE], [OURS, MORE], true],
    ['adds to the source where that lists less', [OURS], [OURS, MORE], false],
    ['leaves out what was not copied', [OURS, THEIRS], [OURS], false],
  ])('%s', async (_, atSource, entries, isEqual) => {
    const { root } = referrersIndex(atSource);
    const text = Buffer.from(root.bytes).toString().replace('{', '{ ');
    const published = parseManifest(Buffer.from(text));

    await list.run(entries, { published });

    expect(await list.listed()).toEqual(entries.map(digestOf));
    expect((await list.target.resolve(list.tag))?.digest === published.digest).toBe(isEqual);
  });

  it('leaves a tag alone that names something else', async () => {
    await put(list.target, OURS, list.tag);

    await expect(list.run([OURS])).rejects.toMatchObject({
      code: 'REFERRERS_TAG_TAKEN',
      side: 'target',
      cause: { message: expect.stringContaining(`the tag ${list.tag} names ${digestOf(OURS)}`) },
    });

    expect(list.script.names('putManifest')).toEqual([]);
  });

  it('takes a tag that names the subject for none, as GitLab makes it up', async () => {
    await put(list.target, SUBJECT, list.tag);

    await list.run([OURS]);

    expect(await list.listed()).toEqual([digestOf(OURS)]);
  });

  it.each(['resolve', 'fetchManifest', 'putManifest'] as const)(
    'says that the target fails at %s',
    async (step) => {
      await list.setTo(THEIRS);
      const failure = lastingFailure();
      list.script.fail(step, failure);

      await expect(list.run([OURS])).rejects.toMatchObject({ side: 'target', cause: failure });
    },
  );

  it('ends with the reason of an abort while it waits', async () => {
    const reason = new Error('interrupted');
    const controller = new AbortController();
    const interrupting: Clock = {
      now: () => 0,
      sleep: async (_, { signal } = {}) => {
        controller.abort(reason);
        signal?.throwIfAborted();
      },
    };

    const merging = list.run([OURS], { signal: controller.signal, clock: interrupting });

    await expect(merging).rejects.toBe(reason);
    expect(list.script.steps.at(-1)).toBe('putManifest');
  });
});
