import { describe, expect, it } from 'vitest';
import { inOrder, type Referral } from '../../lib/copy/referrer-order.ts';
import { type Digest, digestOf as digestOfBytes } from '../../lib/oci/digest.ts';
import { artifact } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { ReferrerCopy } from '../support/referrer-copy.ts';

const CHILD = image();
const ROOT = index([CHILD]);
const ABOUT_ROOT = artifact({ subject: ROOT.root.descriptor });
const ABOUT_CHILD = artifact({ subject: CHILD.root.descriptor });

const digestNamed = (name: string): Digest => digestOfBytes(Buffer.from(name));

/** `lists` says by name what refers to what, each referrer being a manifest without others in it. */
function heights(
  lists: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, number>> {
  const { mediaType } = CHILD.root.descriptor;
  const names = [...new Set([...Object.keys(lists), ...Object.values(lists).flat()])];
  const referrals = (subject: string): readonly Referral[] =>
    (lists[subject] ?? []).map((name) => ({
      subject: digestNamed(subject),
      descriptor: { mediaType, digest: digestNamed(name), size: 2 },
    }));
  const ordered = inOrder({
    bySubject: new Map(names.map((name) => [digestNamed(name), referrals(name)])),
    contents: new Map(names.map((name) => [digestNamed(name), [digestNamed(name)]])),
  });
  const nameOf = (digest: Digest) => names.find((name) => digestNamed(name) === digest) ?? '';
  return Object.fromEntries(ordered.map((each) => [nameOf(each.descriptor.digest), each.height]));
}

describe('inOrder', () => {
  it('puts what nothing refers to lowest', () => {
    expect(heights({ root: ['a', 'b'] })).toEqual({ a: 0, b: 0 });
  });

  it('puts a referrer above all that refers to it, by the longest way', () => {
    expect(heights({ root: ['a', 'c'], a: ['b'], b: ['c'] })).toEqual({ c: 0, b: 1, a: 2 });
  });

  it('orders by height', () => {
    expect(Object.keys(heights({ root: ['a'], a: ['b'], b: ['c'] }))).toEqual(['c', 'b', 'a']);
  });

  it('cuts a circle', () => {
    expect(heights({ root: ['a'], a: ['b'], b: ['a'] })).toEqual({ b: 1, a: 2 });
  });
});

describe('the set of found referrers', () => {
  const subjects = async (...published: readonly Built[]): Promise<string> => {
    const copy = new ReferrerCopy();
    for (const built of [ROOT, ...published]) await copy.publish(built);
    return (await copy.find(ROOT)).set;
  };

  it('is the same in any order', async () => {
    expect(await subjects(ABOUT_ROOT, ABOUT_CHILD)).toBe(await subjects(ABOUT_CHILD, ABOUT_ROOT));
  });

  it('is another when one is added', async () => {
    expect(await subjects(ABOUT_ROOT)).not.toBe(await subjects(ABOUT_ROOT, ABOUT_CHILD));
    expect(await subjects(ABOUT_ROOT)).not.toBe(await subjects(ABOUT_CHILD));
  });

  it('is another when others are asked for', async () => {
    const copy = new ReferrerCopy();
    await copy.publish(ROOT);
    const one = await copy.find(ROOT, { artifactTypes: ['b', 'a'] });

    expect((await copy.find(ROOT)).set).not.toBe(one.set);
    expect((await copy.find(ROOT, { artifactTypes: ['a', 'b'] })).set).toBe(one.set);
  });
});
