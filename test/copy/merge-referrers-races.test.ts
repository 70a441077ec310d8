import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import { MissingContentError } from '../../lib/content/missing-content.ts';
import { artifact } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { ListMerge } from '../support/list-merge.ts';
import { Script } from '../support/script.ts';

const SUBJECT = image();
const OURS = report(1);
const MORE = report(2);
const THEIRS = report(3);

function report(seed: number): Built {
  return artifact({ seed, subject: SUBJECT.root.descriptor });
}

describe('mergeReferrers, where others write too', () => {
  let list: ListMerge;

  beforeEach(() => {
    list = new ListMerge(SUBJECT);
  });

  it('loses nothing where two write at once', async () => {
    const both = Promise.withResolvers<void>();
    const scripts = [new Script(), new Script()] as const;
    let writing = 0;
    for (const each of scripts) {
      each.on('putManifest', () => (++writing === 2 ? both.resolve() : both.promise), 1);
    }

    await Promise.all([
      list.run([OURS], { script: scripts[0] }),
      list.run([MORE], { script: scripts[1] }),
    ]);

    expect((await list.listed()).toSorted()).toEqual([OURS, MORE].map(digestOf).toSorted());
  });

  it('survives one who writes over it what they had read before', async () => {
    const late: Clock = {
      now: () => list.clock.now(),
      sleep: async (ms) => {
        if (list.clock.slept.length === 0) await list.setTo(THEIRS);
        await list.clock.sleep(ms);
      },
    };

    await list.run([OURS], { clock: late });

    expect(await list.listed()).toEqual([digestOf(THEIRS), digestOf(OURS)]);
    expect(list.clock.slept).toEqual([500, 1_000]);
  });

  it.each([
    ['there was no list', []],
    ['there was one', [MORE]],
  ])('keeps what appears between reading and writing where %s', async (_, before) => {
    if (before.length > 0) await list.setTo(...before);
    list.script.on('resolve', () => {}, 1);
    list.script.on('resolve', () => list.setTo(...before, THEIRS), 1);

    await list.run([OURS]);

    expect(await list.listed()).toEqual([...before, THEIRS, OURS].map(digestOf));
  });

  it('looks again for a list that is gone when it is read', async () => {
    await list.setTo(MORE);
    const gone = new MissingContentError(digestOf(MORE));
    list.script.fail('fetchManifest', gone, 1);

    await list.run([OURS]);

    expect(await list.listed()).toEqual([MORE, OURS].map(digestOf));
  });

  it('fails with what is still gone then', async () => {
    await list.setTo(MORE);
    const gone = new MissingContentError(digestOf(MORE));
    list.script.fail('fetchManifest', gone, 2);

    await expect(list.run([OURS])).rejects.toMatchObject({ code: 'NOT_FOUND', cause: gone });
  });

  it('puts back what it has seen and somebody else has lost', async () => {
    await list.setTo(THEIRS);
    list.script.on('resolve', () => {}, 2);
    list.script.on('resolve', () => list.setTo(MORE), 1);

    await list.run([OURS]);

    expect((await list.listed()).toSorted()).toEqual([OURS, MORE, THEIRS].map(digestOf).toSorted());
  });

  it('gives up where others keep writing over it', async () => {
    list.script.on('putManifest', () => list.setTo(THEIRS));
    const forever: Clock = { now: () => 0, sleep: () => list.setTo(THEIRS) };

    await expect(list.run([OURS], { clock: forever })).rejects.toMatchObject({
      code: 'TARGET_CHANGED',
      side: 'target',
      retryable: true,
    });

    expect(list.script.names('putManifest')).toHaveLength(8);
  });
});
