import { describe, expect, it } from 'vitest';
import { quoted } from '../../lib/oci/quoted.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('quoted', () => {
  it.each([
    ['plain text', 'a "b"\n', String.raw`"a \"b\"\n"`],
    ['a reference with its digest', `quay.io/a/b:1@${DIGEST}`, `"quay.io/a/b:1@${DIGEST}"`],
    ['the beginning of a long text', 'x'.repeat(201), `"${'x'.repeat(200)}…"`],
    ['an address without its user', 'https://user:hunter2@quay.io/a', '"…@quay.io/a"'],
    ['an address with an @ in the password', 'user:p@ss@quay.io/a', '"…@quay.io/a"'],
    ['an address with a long password', `user:${'x'.repeat(300)}@quay.io`, '"…@quay.io"'],
    ['an address with user and digest', `u:p@quay.io/a@${DIGEST}`, `"…@quay.io/a@${DIGEST}"`],
  ])('shows %s', (_, text, shown) => {
    expect(quoted(text)).toBe(shown);
  });
});
