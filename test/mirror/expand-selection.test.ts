import { describe, expect, it } from 'vitest';
import type { SelectedImages, TagPattern } from '../../lib/definition/definition.ts';
import { expandSelection } from '../../lib/mirror/expand-selection.ts';
import { parseReference } from '../../lib/oci/reference.ts';
import { namedImage, selectedImages } from '../support/definition-builder.ts';

const PLACE = { file: 'images.yaml', line: 3, column: 5 };

function entry(given: Partial<SelectedImages> = {}): SelectedImages {
  return selectedImages('quay.io/app', 'mirror.example/app', { place: PLACE, ...given });
}

function including(...include: readonly TagPattern[]): Pick<SelectedImages, 'tags'> {
  return { tags: { include, exclude: [] } };
}

describe('expandSelection', () => {
  it('names an image for each tag, with what holds for the entry and no more', () => {
    const settings = { onConflict: 'keep', platforms: ['linux/amd64'] } as const;

    const images = expandSelection(entry(settings), ['1', '2']);

    expect(images).toEqual(
      ['1', '2'].map((tag) =>
        namedImage(`quay.io/app:${tag}`, `mirror.example/app:${tag}`, {
          place: PLACE,
          ...settings,
        }),
      ),
    );
  });

  it('is one failed entry where it finds more tags than it may, those set aside included', () => {
    const tags = ['1', '2', `sha256-${'a'.repeat(64)}.sig`];

    expect(expandSelection(entry(), tags, 3)).toHaveLength(3);
    expect(expandSelection(entry({ allowEmpty: true }), tags, 2)).toMatchObject([
      {
        outcome: {
          source: 'quay.io/app',
          target: null,
          status: 'failed',
          error: {
            kind: 'definition',
            code: 'SELECTION_TOO_LARGE',
            message:
              'images.yaml:3:5: the selection finds 3 tags, and there is room for 2 more: a run has 250000 images at most',
            hint: expect.stringContaining('narrow the selection'),
          },
        },
      },
    ]);
  });

  it('finds what it may where others are left out of the selection', () => {
    const images = expandSelection(entry({ tags: { exclude: [], latest: 1 } }), ['1', '2'], 1);

    expect(images).toMatchObject([{ kind: 'named', source: { tag: '2' } }]);
  });

  it('gives the target the tag of the template', () => {
    const images = expandSelection(entry({ tagTemplate: `\${tag}-mirror` }), ['1']);

    expect(images).toMatchObject([
      { source: { tag: '1' }, target: parseReference('mirror.example/app:1-mirror') },
    ]);
  });

  describe('with tags of signatures among others', () => {
    const SIGNATURE = `sha256-${'a'.repeat(64)}.sig`;
    const LIST = `sha256-${'a'.repeat(64)}`;

    it('sets them aside, with a reason, since they go with their images', () => {
      const images = expandSelection(entry({ tags: { exclude: [], latest: 1 } }), [
        SIGNATURE,
        'edge',
        LIST,
      ]);

      expect(images).toMatchObject([
        { kind: 'named', source: { tag: 'edge' } },
        { outcome: { source: `quay.io/app:${SIGNATURE}`, status: 'skipped', target: null } },
        { outcome: { source: `quay.io/app:${LIST}`, status: 'skipped', target: null } },
      ]);
    });

    it.each([
      ['referrers are not wanted', entry({ referrers: false })],
      ['they are named', entry(including({ kind: 'exact', text: SIGNATURE }))],
    ])('takes them for images where %s', (_, selection) => {
      const images = expandSelection(selection, [SIGNATURE]);

      expect(images).toMatchObject([{ kind: 'named', source: { tag: SIGNATURE } }]);
    });

    it('does not mention those that are not selected', () => {
      const pattern = { kind: 'glob', text: 'v*' } as const;

      const images = expandSelection(entry(including(pattern)), [SIGNATURE, 'v1']);

      expect(images).toMatchObject([{ kind: 'named', source: { tag: 'v1' } }]);
    });
  });

  it('fails a tag of which the template makes none, and goes on', () => {
    const long = 'x'.repeat(128);

    const images = expandSelection(entry({ tagTemplate: `\${tag}-mirror` }), [long, '1']);

    expect(images).toMatchObject([
      {
        kind: 'settled',
        outcome: {
          source: `quay.io/app:${long}`,
          target: null,
          status: 'failed',
          error: { kind: 'definition', code: 'INVALID_DEFINITION' },
        },
      },
      { kind: 'named' },
    ]);
  });

  it.each([
    [['1', '2'], 'images.yaml:3:5: the selection finds none of 2 tags of quay.io/app'],
    [[], 'images.yaml:3:5: quay.io/app has no tags'],
  ])('fails a selection that finds nothing among %j', (tags, message) => {
    const images = expandSelection(entry(including({ kind: 'exact', text: '3' })), tags);

    expect(images).toEqual([
      {
        kind: 'settled',
        outcome: expect.objectContaining({
          source: 'quay.io/app',
          target: null,
          status: 'failed',
          reason: null,
          attempts: 0,
          error: expect.objectContaining({
            kind: 'definition',
            code: 'EMPTY_SELECTION',
            side: null,
            message,
            retryable: false,
          }),
        }),
      },
    ]);
  });

  it('skips a selection that finds nothing where that is allowed, with the reason', () => {
    const images = expandSelection(
      entry({ ...including({ kind: 'glob', text: '3*' }), allowEmpty: true }),
      ['1'],
    );

    expect(images).toMatchObject([
      {
        outcome: {
          source: 'quay.io/app',
          target: null,
          status: 'skipped',
          reason: 'the selection finds none of 1 tag of quay.io/app, which allowEmpty allows',
          error: null,
        },
      },
    ]);
  });

  it.each<[TagPattern, string]>([
    [{ kind: 'exact', text: '3' }, 'the pattern "3" matches'],
    [{ kind: 'glob', text: '3.*' }, 'the pattern "3.*" matches'],
    [{ kind: 'regex', text: '^3' }, 'the pattern /^3/ matches'],
  ])('fails the pattern %j that finds nothing, and brings what others find', (pattern, words) => {
    const tags = including(pattern, { kind: 'exact', text: '1' });

    const images = expandSelection(entry(tags), ['1', '2']);

    expect(images).toMatchObject([
      { kind: 'named', target: { tag: '1' } },
      {
        kind: 'settled',
        outcome: {
          status: 'failed',
          error: {
            code: 'EMPTY_SELECTION',
            message: `images.yaml:3:5: ${words} none of 2 tags of quay.io/app`,
          },
        },
      },
    ]);
  });

  it('skips a pattern that finds nothing where that is allowed', () => {
    const tags = including({ kind: 'exact', text: '3' }, { kind: 'exact', text: '1' });

    const images = expandSelection(entry({ ...tags, allowEmpty: true }), ['1']);

    expect(images).toMatchObject([
      { kind: 'named' },
      { outcome: { status: 'skipped', reason: expect.stringContaining('the pattern "3"') } },
    ]);
  });
});
