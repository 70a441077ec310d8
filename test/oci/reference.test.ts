import { describe, expect, it } from 'vitest';
import { InvalidReferenceError } from '../../lib/oci/errors.ts';
import { formatReference, parseReference, tagOrDigestOf } from '../../lib/oci/reference.ts';

const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;
const SHA512 = `sha512:${'0123456789abcdef'.repeat(8)}`;

describe('parseReference', () => {
  it.each([
    ['busybox', 'docker.io/library/busybox'],
    ['busybox:1', 'docker.io/library/busybox:1'],
    ['bitnami/redis', 'docker.io/bitnami/redis'],
    ['docker.io/busybox', 'docker.io/library/busybox'],
    ['docker.io/bitnami/redis', 'docker.io/bitnami/redis'],
    ['index.docker.io/busybox', 'docker.io/library/busybox'],
    ['registry-1.docker.io/library/busybox', 'docker.io/library/busybox'],
    ['registry.hub.docker.com/busybox', 'docker.io/library/busybox'],
    ['quay.io/coreos/etcd', 'quay.io/coreos/etcd'],
    ['ghcr.io/tool', 'ghcr.io/tool'],
    ['localhost/app', 'localhost/app'],
    ['myhost/app', 'docker.io/myhost/app'],
    ['registry:5000/app', 'registry:5000/app'],
    ['Registry.Example:5000/app', 'registry.example:5000/app'],
    ['[::1]:5000/app', '[::1]:5000/app'],
    ['a__b/c-d.e/f--g', 'docker.io/a__b/c-d.e/f--g'],
    [`busybox@${SHA256}`, `docker.io/library/busybox@${SHA256}`],
    [`busybox:1@${SHA512}`, `docker.io/library/busybox:1@${SHA512}`],
  ])('reads %s as %s', (short, full) => {
    const reference = parseReference(short);

    expect(formatReference(reference)).toBe(full);
    expect(parseReference(full)).toEqual(reference);
  });

  it('tells port, tag and digest apart', () => {
    expect(parseReference(`localhost:5000/a/b:1@${SHA256}`)).toEqual({
      registry: 'localhost:5000',
      repository: 'a/b',
      tag: '1',
      digest: SHA256,
    });
  });

  it('invents neither tag nor digest', () => {
    expect(parseReference('localhost:5000/app')).toEqual({
      registry: 'localhost:5000',
      repository: 'app',
    });
  });

  it.each([
    ['', 'not a repository path'],
    [' busybox', 'not a repository path'],
    ['busybox\n', 'not a repository path'],
    ['/busybox', 'not a repository path'],
    ['busybox/', 'not a repository path'],
    ['a//b', 'not a repository path'],
    ['a/../b', 'not a repository path'],
    ['-a', 'not a repository path'],
    ['a___b', 'not a repository path'],
    ['a?b', 'not a repository path'],
    ['büsybox', 'not a repository path'],
    ['quay.io/', 'not a repository path'],
    ['Busybox', 'lower case only'],
    ['quay.io/Coreos/etcd:V1', 'lower case only'],
    ['busybox:', 'not a tag'],
    ['busybox:.1', 'not a tag'],
    ['busybox:a b', 'not a tag'],
    [`busybox:${'1'.repeat(129)}`, 'not a tag'],
    ['busybox:1:2', 'not a tag'],
    ['busybox@', 'not a digest'],
    ['busybox@latest', 'not a digest'],
    [`busybox@${SHA256.toUpperCase()}`, 'not a digest'],
    [`busybox@${SHA256}0`, 'not a digest'],
    [`busybox@md5:${'0'.repeat(32)}`, 'not a digest'],
    [`busybox@${SHA256}@${SHA256}`, 'not a digest'],
    ['https://quay.io/coreos/etcd', 'not a host'],
    ['host:/app', 'not a host'],
    ['host:65536/app', 'not a host'],
    ['host:123456/app', 'not a host'],
    ['user@host/app', 'not a digest'],
    ['.example/app', 'not a host'],
    ['hub.docker.com/r/bitnami/redis', 'web site'],
  ])('refuses %j', (text, reason) => {
    const parse = () => parseReference(text);

    expect(parse).toThrow(InvalidReferenceError);
    expect(parse).toThrow(reason);
  });

  it('names the repository to write in lower case', () => {
    expect(failureOf('quay.io/Coreos/Etcd')).toMatchObject({
      code: 'INVALID_REFERENCE',
      hint: 'write coreos/etcd instead of Coreos/Etcd',
    });
  });

  it('takes names of 255 characters and no longer ones', () => {
    const longest = `quay.io/${'a'.repeat(255 - 'quay.io/'.length)}`;

    expect(formatReference(parseReference(longest))).toBe(longest);
    expect(() => parseReference(`${longest}a`)).toThrow('longer than 255 characters');
  });

  it.each([
    ['lower case', 'a-'.repeat(500_000)],
    ['upper case', 'A'.repeat(1_000_000)],
    ['a host', `${'a'.repeat(1_000_000)}:x/y`],
    ['a tag', `a:${'!'.repeat(1_000_000)}`],
  ])('quotes only the beginning of a megabyte of %s', (_, text) => {
    const { message, hint } = failureOf(text);

    expect(message.length).toBeLessThan(700);
    expect(hint.length).toBeLessThan(700);
  });

  it.each(['A\u001b[2J', 'a.b/A\u001b[2J', 'a\u001b[2J.b:1/x', 'a:\u001b[2J', 'a@\u001b[2J'])(
    'shows no control character of %j',
    (text) => {
      const { message, hint } = failureOf(text);

      expect(message + hint).not.toContain('\u001b');
    },
  );
});

describe('tagOrDigestOf', () => {
  it.each([
    ['busybox', 'latest'],
    ['busybox:1', '1'],
    [`busybox:1@${SHA256}`, SHA256],
  ])('of %s is %s', (text, expected) => {
    expect(tagOrDigestOf(parseReference(text))).toBe(expected);
  });
});

function failureOf(text: string): InvalidReferenceError {
  try {
    parseReference(text);
  } catch (error) {
    if (error instanceof InvalidReferenceError) return error;
  }
  throw new Error('the reference was not refused');
}
