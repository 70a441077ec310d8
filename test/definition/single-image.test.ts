import { describe, expect, it } from 'vitest';
import { defineImage } from '../../lib/definition/single-image.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { formatReference } from '../../lib/oci/reference.ts';

const DIGEST = digestOf(Buffer.from('image'));
const OTHER = digestOf(Buffer.from('other'));

function namesIn(source: string, target: string): readonly string[] {
  return defineImage(source, target).images.flatMap((image) =>
    image.kind === 'named' ? [formatReference(image.source), formatReference(image.target)] : [],
  );
}

describe('defineImage', () => {
  it.each([
    ['busybox', 'r.example/b', 'docker.io/library/busybox:latest', 'r.example/b:latest'],
    ['busybox:1', 'r.example/b', 'docker.io/library/busybox:1', 'r.example/b:1'],
    ['busybox:1', 'r.example/b:2', 'docker.io/library/busybox:1', 'r.example/b:2'],
    [`r.example/a@${DIGEST}`, 'r.example/b', `r.example/a@${DIGEST}`, `r.example/b@${DIGEST}`],
    [`r.example/a@${DIGEST}`, 'r.example/b:1', `r.example/a@${DIGEST}`, 'r.example/b:1'],
    [`r.example/a:1@${DIGEST}`, 'r.example/b', `r.example/a:1@${DIGEST}`, 'r.example/b:1'],
    [`r.example/a@${DIGEST}`, `r.example/b:1@${DIGEST}`, `r.example/a@${DIGEST}`, 'r.example/b:1'],
    ['r.example/a:1', 'oci:./folder', 'r.example/a:1', 'oci:./folder:1'],
  ])('takes %s to %s', (source, target, from, to) => {
    expect(namesIn(source, target)).toEqual([from, to]);
  });

  it.each([
    ['r.example/a:1', 'r.example/a', 'source and target at once'],
    [`r.example/a:1@${DIGEST}`, 'r.example/a:1', 'source and target at once'],
    [`r.example/a@${DIGEST}`, `r.example/b@${OTHER}`, 'a digest that the source does not name'],
    ['r.example/a:1', `r.example/b@${DIGEST}`, 'a digest that the source does not name'],
    ['r.example/A:1', 'r.example/b', 'lower case'],
  ])('refuses to take %s to %s', (source, target, reason) => {
    expect(() => defineImage(source, target)).toThrow(reason);
  });

  it('has the settings of a file that says nothing else, and platforms in one spelling', () => {
    const { images } = defineImage('a:1', 'r.example/b', { platforms: ['linux/aarch64'] });

    expect(images).toEqual([
      expect.objectContaining({ onConflict: 'fail', referrers: true, platforms: ['linux/arm64'] }),
    ]);
  });

  it('refuses what names no platform', () => {
    const define = () => defineImage('a:1', 'r.example/b', { platforms: ['amd64'] });

    expect(define).toThrow('names no platform');
  });
});
