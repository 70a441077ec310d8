import { describe, expect, it } from 'vitest';
import {
  findManifest,
  type ListedManifest,
  withManifest,
  withoutManifest,
  withoutTag,
} from '../../../lib/local/embedded-registry/manifest-list.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { OCI_MANIFEST } from '../../../lib/oci/media-types.ts';

const [one, other] = ['one', 'other'].map(
  (text): ListedManifest => ({
    mediaType: OCI_MANIFEST,
    digest: digestOf(Buffer.from(text)),
    size: text.length,
  }),
) as [ListedManifest, ListedManifest];

describe('withManifest', () => {
  it('lists an untagged manifest once', () => {
    expect(withManifest([one], one)).toEqual([one]);
  });

  it('gives an untagged manifest its first tag', () => {
    expect(withManifest([one], { ...one, tag: 'a' })).toEqual([{ ...one, tag: 'a' }]);
  });

  it('keeps the tags of a manifest that is put by digest again', () => {
    const tagged = [{ ...one, tag: 'a' }];

    expect(withManifest(tagged, one)).toEqual(tagged);
  });

  it('moves a tag and keeps what had it', () => {
    const moved = withManifest([{ ...one, tag: 'a' }], { ...other, tag: 'a' });

    expect(moved).toEqual([one, { ...other, tag: 'a' }]);
  });

  it('lists a manifest under each of its tags', () => {
    const tagged = [{ ...one, tag: 'a' }];

    expect(withManifest(tagged, { ...one, tag: 'b' })).toEqual([
      { ...one, tag: 'a' },
      { ...one, tag: 'b' },
    ]);
  });
});

describe('withoutTag', () => {
  it('keeps the manifest of the last tag', () => {
    expect(withoutTag([{ ...one, tag: 'a' }], 'a')).toEqual([one]);
  });

  it('keeps the other tags', () => {
    const tagged = [
      { ...one, tag: 'a' },
      { ...one, tag: 'b' },
    ];

    expect(withoutTag(tagged, 'a')).toEqual([{ ...one, tag: 'b' }]);
  });
});

describe('withoutManifest', () => {
  it('takes all tags along', () => {
    const tagged = [{ ...one, tag: 'a' }, { ...one, tag: 'b' }, other];

    expect(withoutManifest(tagged, one.digest)).toEqual([other]);
  });
});

describe('findManifest', () => {
  it('finds by tag and by digest', () => {
    const listed = [one, { ...other, tag: 'a' }];

    expect(findManifest(listed, 'a')).toEqual({ ...other, tag: 'a' });
    expect(findManifest(listed, one.digest)).toBe(one);
    expect(findManifest(listed, 'b')).toBeUndefined();
  });
});
