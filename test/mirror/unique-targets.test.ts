import { describe, expect, it } from 'vitest';
import type { PlannedImage } from '../../lib/mirror/planned-image.ts';
import { failedBy } from '../../lib/mirror/planned-image.ts';
import { uniqueTargets } from '../../lib/mirror/unique-targets.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { namedImage } from '../support/definition-builder.ts';
import { lastingFailure } from '../support/failure.ts';

const DIGEST = digestOf(Buffer.from('app'));
const TARGET = 'mirror.example/app:1';
const HERE = { place: { file: 'images.yaml', line: 3, column: 5 } };
const THERE = { place: { file: 'images.yaml', line: 9, column: 5 } };

function messagesOf(images: readonly PlannedImage[]): readonly unknown[] {
  return images.map((image) => image.kind === 'settled' && image.outcome.error?.message);
}

describe('uniqueTargets', () => {
  it('leaves different targets alone, and what has its outcome already', () => {
    const images = [
      namedImage('quay.io/app:1', 'mirror.example/app:1'),
      failedBy(lastingFailure(), { source: 'quay.io/other' }),
      namedImage('quay.io/app:1', 'mirror.example/app:2'),
      namedImage('quay.io/app:1', 'other.example/app:1'),
    ];

    expect(uniqueTargets(images)).toEqual(images);
  });

  it.each([
    ['quay.io/app:1', 'quay.io/app:1'],
    [`quay.io/app@${DIGEST}`, `quay.io/app:1@${DIGEST}`],
  ])('keeps the first of %s and %s at one target', (one, other) => {
    const first = namedImage(one, TARGET, HERE);

    expect(uniqueTargets([first, namedImage(other, TARGET, THERE)])).toEqual([first]);
  });

  it.each([
    ['quay.io/app:1', 'quay.io/app:2'],
    ['quay.io/app:1', 'quay.io/other:1'],
    ['quay.io/app:1', 'docker.io/app/app:1'],
    ['quay.io/app:1', `quay.io/app@${DIGEST}`],
  ])('fails both of %s and %s at one target, by both their names', (one, other) => {
    const unique = uniqueTargets([namedImage(one, TARGET, HERE), namedImage(other, TARGET, THERE)]);

    const message = `${TARGET} has two sources, ${one} by images.yaml:3:5 and ${other} by images.yaml:9:5`;
    expect(messagesOf(unique)).toEqual([message, message]);
    expect(unique).toMatchObject([
      { outcome: { source: one, target: TARGET, error: { code: 'TARGET_AMBIGUOUS' } } },
      { outcome: { source: other, target: TARGET, error: { kind: 'definition' } } },
    ]);
  });

  it('fails one image that is to be there with different settings', () => {
    const unique = uniqueTargets([
      namedImage('quay.io/app:1', TARGET, HERE),
      namedImage('quay.io/app:1', TARGET, { ...THERE, platforms: ['linux/amd64'] }),
    ]);

    const message = `${TARGET} is to hold quay.io/app:1 with different settings, by images.yaml:3:5 and by images.yaml:9:5`;
    expect(messagesOf(unique)).toEqual([message, message]);
  });

  it('takes settings for the same that are written in another order', () => {
    const { onConflict, index, ...settings } = namedImage('quay.io/app:1', TARGET);

    const unique = uniqueTargets([
      { onConflict, index, ...settings },
      { index, ...settings, onConflict },
    ]);

    expect(unique).toHaveLength(1);
  });

  it('fails all of a target where not all are the same, and names in each what it contradicts', () => {
    const images = ['1', '1', '2', '3'].map((tag) =>
      namedImage(`quay.io/app:${tag}`, TARGET, HERE),
    );

    const messages = messagesOf(uniqueTargets(images));

    expect(messages).toEqual(
      ['2', '2', '2', '3'].map((tag) =>
        expect.stringContaining(`quay.io/app:1 by images.yaml:3:5 and quay.io/app:${tag} by`),
      ),
    );
  });
});
