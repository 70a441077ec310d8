import { describe, expect, it } from 'vitest';
import { DefinitionError } from '../../lib/definition/errors.ts';
import { nameSelected } from '../../lib/definition/name-selected.ts';
import { selectedImages } from '../support/definition-builder.ts';

const ENTRY = selectedImages('quay.io/a/b', 'reg.example/b');
const RENAMED = { ...ENTRY, tagTemplate: `\${tag}-mirror` };

describe('nameSelected', () => {
  it('keeps the tag', () => {
    expect(nameSelected(ENTRY, 'v1')).toEqual({
      source: { registry: 'quay.io', repository: 'a/b', tag: 'v1' },
      target: { registry: 'reg.example', repository: 'b', tag: 'v1' },
    });
  });

  it('makes the tag of the target by the template', () => {
    const { source, target } = nameSelected(RENAMED, 'v1');

    expect([source.tag, target.tag]).toEqual(['v1', 'v1-mirror']);
  });

  it('refuses a tag that grows too long, at the place of the entry', () => {
    const tag = 'x'.repeat(122);

    const name = () => nameSelected(RENAMED, tag);

    expect(() => nameSelected(RENAMED, tag.slice(1))).not.toThrow();
    expect(name).toThrow(DefinitionError);
    expect(name).toThrow(
      `images.yaml:1:1: quay.io/a/b:${tag} would get the tag "${tag}-mirror", which is none`,
    );
  });
});
