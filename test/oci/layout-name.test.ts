import { describe, expect, it } from 'vitest';
import { InvalidReferenceError } from '../../lib/oci/errors.ts';
import { formatReference, isLayout, parseReference } from '../../lib/oci/reference.ts';

const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;
const SHA512 = `sha512:${'0123456789abcdef'.repeat(8)}`;

describe('parseReference of a folder', () => {
  it.each([
    ['oci:./dir:1', './dir', '1'],
    ['oci:dir:1', './dir', '1'],
    ['oci:/abs//dir:1', '/abs/dir', '1'],
    ['oci:././a/./b:1', './a/b', '1'],
    ['oci:./dir', './dir'],
    ['oci:.:1', '.', '1'],
    ['oci:../dir:1', '../dir', '1'],
    ['oci:a/../dir:1', './a/../dir', '1'],
    ['oci:/abs/:1', '/abs', '1'],
    ['oci:./Dir with blanks/ü@b:1', './Dir with blanks/ü@b', '1'],
    ['oci:./a:b/c', './a:b/c'],
    ['oci:./a:b:1', './a:b', '1'],
    ['oci:./a:b/', './a:b'],
    ['oci:./5000/app:1', './5000/app', '1'],
  ])('reads %s as %s with tag %s', (text, repository, tag?: string) => {
    const reference = parseReference(text);

    expect(reference).toEqual({ registry: 'oci:', repository, ...(tag && { tag }) });
    expect(parseReference(formatReference(reference))).toEqual(reference);
    expect(isLayout(reference)).toBe(true);
  });

  it.each([
    'oci:./dir:1',
    'oci:/abs/dir:1',
    `oci:./dir@${SHA256}`,
    `oci:../a:b:1@${SHA512}`,
    `oci:./a:b/@${SHA256}`,
  ])('prints %s as it was', (text) => {
    expect(formatReference(parseReference(text))).toBe(text);
  });

  it.each([
    ['oci:', 'names no folder'],
    ['oci::1', 'names no folder'],
    [`oci:@${SHA256}`, 'names no folder'],
    ['oci:./dir:', 'not a tag'],
    ['oci:./dir:a b', 'not a tag'],
    ['oci:./dir@sha256:abc', 'not a digest'],
    ['oci:./a\u001b[2J:1', 'no control characters'],
    [`oci:./${'a'.repeat(5000)}:1`, 'at most 4096 characters'],
    ['oci:5000/app:1', 'a host called oci with a port'],
  ])('refuses %j', (text, reason) => {
    const parse = () => parseReference(text);

    expect(parse).toThrow(InvalidReferenceError);
    expect(parse).toThrow(reason);
  });

  it.each([
    'oci:./a\u001b[2J:1',
    `oci:./${'a'.repeat(1_000_000)}:1`,
    `oci:${'a@sha256:'.repeat(300_000)}/b`,
  ])('repeats neither control characters nor a megabyte', (text) => {
    expect(() => parseReference(text)).toThrow(/^\P{Cc}{1,700}$/u);
  });

  it('leaves images alone that are called oci', () => {
    expect(isLayout(parseReference('oci/app:1'))).toBe(false);
    expect(formatReference(parseReference('oci'))).toBe('docker.io/library/oci');
  });
});
