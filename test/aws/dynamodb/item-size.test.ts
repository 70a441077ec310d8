import { describe, expect, it } from 'vitest';
import { itemBytes, transactionUnits } from '../../../lib/aws/dynamodb/item-size.ts';
import type { AttributeMap } from '../../../lib/aws/dynamodb/table-writes.ts';

describe('itemBytes', () => {
  it.each<[string, AttributeMap, number]>([
    ['a text in UTF-8, with its name', { name: { S: 'mänifest' } }, 4 + 9],
    ['two digits of a number in a byte', { n: { N: '1234' } }, 1 + 3],
    ['no zeros at either end of a number', { n: { N: '0.00120' } }, 1 + 2],
    ['zero', { n: { N: '0' } }, 1 + 1],
    ['a negative number', { n: { N: '-5' } }, 1 + 3],
    ['bytes', { b: { B: new Uint8Array(7) } }, 1 + 7],
    ['a boolean and null', { a: { BOOL: true }, b: { NULL: true } }, 4],
    ['a list', { l: { L: [{ S: 'ab' }, { S: 'c' }] } }, 1 + 3 + 3 + 2],
    ['an empty list', { l: { L: [] } }, 1 + 3],
    ['a map', { m: { M: { key: { S: 'ab' } } } }, 1 + 3 + 1 + 5],
  ])('counts %s', (_, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});

describe('transactionUnits', () => {
  it.each([
    [1, 2],
    [1024, 2],
    [1025, 4],
  ])('takes for %i bytes %i units', (bytes, units) => {
    expect(transactionUnits(bytes)).toBe(units);
  });
});
