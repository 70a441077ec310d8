import { describe, expect, it } from 'vitest';
import {
  EMPTY_INDEX,
  entriesNamed,
  formatLayoutIndex,
  type LayoutIndex,
  parseLayoutIndex,
  withManifest,
} from '../../../lib/local/oci-layout/layout-index.ts';
import { type Digest, digestOf } from '../../../lib/oci/digest.ts';

const TYPE = 'application/vnd.oci.image.manifest.v1+json';
const REF_NAME = 'org.opencontainers.image.ref.name';

const A = digestOf(Buffer.from('a'));
const B = digestOf(Buffer.from('b'));

function bare(digest: Digest): object {
  return { mediaType: TYPE, digest, size: 7 };
}

function named(digest: Digest, name: string, more: object = {}): object {
  return { ...bare(digest), annotations: { [REF_NAME]: name, ...more } };
}

function listing(...manifests: readonly object[]): LayoutIndex {
  return parseLayoutIndex(JSON.stringify({ schemaVersion: 2, manifests }));
}

/** The lines after a manifest was put. */
function linesAfter(
  index: LayoutIndex,
  digest: Digest,
  { tag, reached = [] }: { readonly tag?: string; readonly reached?: readonly Digest[] } = {},
): readonly unknown[] {
  const descriptor = { mediaType: TYPE, digest, size: 7 };
  return withManifest(index, descriptor, { tag, reached }).entries.map(({ json }) => json);
}

describe('withManifest', () => {
  it('lists a manifest under its tag', () => {
    expect(linesAfter(EMPTY_INDEX, A, { tag: '1' })).toEqual([named(A, '1')]);
  });

  it('lists a manifest without a tag, once', () => {
    expect(linesAfter(EMPTY_INDEX, A)).toEqual([bare(A)]);
    expect(linesAfter(listing(bare(A), bare(A)), A)).toEqual([bare(A)]);
    expect(linesAfter(listing(named(A, '1')), A)).toEqual([named(A, '1')]);
  });

  it('gives one manifest several tags', () => {
    expect(linesAfter(listing(named(A, '1')), A, { tag: '2' })).toEqual([
      named(A, '1'),
      named(A, '2'),
    ]);
  });

  it('takes the place of its own nameless line', () => {
    expect(linesAfter(listing(bare(A)), A, { tag: '1' })).toEqual([named(A, '1')]);
  });

  it('moves a tag and keeps what had it', () => {
    const before = named(A, '1', { 'io.containerd.image.name': 'example.org/app:1' });

    expect(linesAfter(listing(before), B, { tag: '1' })).toEqual([bare(A), named(B, '1')]);
  });

  it('keeps what others say of a manifest that loses its tag', () => {
    const platform = { os: 'linux', architecture: 'arm64' };
    const before = { ...named(A, '1', { note: 'kept' }), platform };

    expect(linesAfter(listing(before), B, { tag: '1' })).toEqual([
      { ...bare(A), annotations: { note: 'kept' }, platform },
      named(B, '1'),
    ]);
  });

  it('leaves a line as it is that says the same already', () => {
    const before = named(A, '1', { 'io.containerd.image.name': 'example.org/app:1' });

    expect(linesAfter(listing(before), A, { tag: '1' })).toEqual([before]);
  });

  it('takes away nameless lines of what it reaches, and no others', () => {
    const reached = [A];

    expect(linesAfter(listing(bare(A)), B, { tag: '1', reached })).toEqual([named(B, '1')]);
    expect(linesAfter(listing(named(A, 'a')), B, { reached })).toEqual([named(A, 'a'), bare(B)]);
  });

  it('keeps members of the list that it does not know', () => {
    const members = { schemaVersion: 2, annotations: { of: 'the list' }, future: [1] };
    const index = parseLayoutIndex(JSON.stringify({ ...members, manifests: [] }));

    const changed = withManifest(
      index,
      { mediaType: TYPE, digest: A, size: 7 },
      { tag: '1', reached: [] },
    );

    expect(JSON.parse(formatLayoutIndex(changed))).toEqual({
      ...members,
      manifests: [named(A, '1')],
    });
  });
});

describe('entriesNamed', () => {
  it('finds a name exactly as it is written', () => {
    const index = listing(named(A, 'example.org/app:1'), named(B, '1'));

    expect(entriesNamed(index, '1').map(({ descriptor }) => descriptor.digest)).toEqual([B]);
    expect(entriesNamed(index, 'example.org/app:1')).toHaveLength(1);
    expect(entriesNamed(index, '2')).toEqual([]);
  });

  it('counts a manifest once that is listed twice under a name', () => {
    expect(entriesNamed(listing(named(A, '1'), named(A, '1'), named(B, '1')), '1')).toHaveLength(2);
  });
});

describe('parseLayoutIndex', () => {
  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no list', '{"manifests": {}}'],
    ['no descriptor', '{"manifests": [1]}'],
    ['no digest', `{"manifests": [{"mediaType": "${TYPE}", "size": 1, "digest": "sha256:../.."}]}`],
    ['a member twice', '{"manifests": [], "manifests": []}'],
  ])('refuses %s', (_, text) => {
    expect(() => parseLayoutIndex(text)).toThrow();
  });

  it('takes a list of nothing for an empty one', () => {
    expect(parseLayoutIndex('{"schemaVersion": 2}').entries).toEqual([]);
  });
});
