import { describe, expect, it } from 'vitest';
import { algorithmOf, digestOf, isDigest } from '../../lib/oci/digest.ts';

// FIPS 180-4 examples: the message "abc".
const ABC = Buffer.from('abc');
const ABC_SHA256 = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const ABC_SHA512 =
  'sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f';

describe('digestOf', () => {
  it('is SHA-256 unless told otherwise', () => {
    expect(digestOf(ABC)).toBe(ABC_SHA256);
    expect(digestOf(ABC, 'sha512')).toBe(ABC_SHA512);
  });
});

describe('isDigest', () => {
  it.each([
    [ABC_SHA256, 'sha256'],
    [ABC_SHA512, 'sha512'],
  ])('knows %s, and its algorithm', (text, algorithm) => {
    expect(isDigest(text) && algorithmOf(text)).toBe(algorithm);
  });

  it.each([
    '',
    'sha256:',
    ABC_SHA256.slice(0, -1),
    `${ABC_SHA256}0`,
    `${ABC_SHA256}\n`,
    ABC_SHA256.toUpperCase(),
    ABC_SHA256.replace('sha256', 'sha512'),
    ABC_SHA512.replace('sha512', 'sha256'),
    ABC_SHA256.replace('sha256:', ''),
    `sha1:${'0'.repeat(40)}`,
  ])('refuses %j', (text) => {
    expect(isDigest(text)).toBe(false);
  });
});
