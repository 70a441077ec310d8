import { describe, expect, it } from 'vitest';
import { appendParts, editElements, partsOf, replaceMembers } from '../../lib/oci/json-parts.ts';

function spelledParts(json: string): readonly (readonly [string | undefined, string])[] {
  return partsOf(json).map(({ name, start, end }) => [name, json.slice(start, end)]);
}

describe('partsOf', () => {
  it('finds members as they are spelled', () => {
    const json = ' { "a" : 1e2 , "b":[1,{"c":2}],"\\u0064": "x,]}:\\"" , "e": null}';

    expect(spelledParts(json)).toEqual([
      ['a', '1e2'],
      ['b', '[1,{"c":2}]'],
      ['d', '"x,]}:\\""'],
      ['e', 'null'],
    ]);
  });

  it('finds elements, which have no names', () => {
    expect(spelledParts('[ {"a":1} ,\n\t2.0, [] , "s" ]').map(([, text]) => text)).toEqual([
      '{"a":1}',
      '2.0',
      '[]',
      '"s"',
    ]);
  });

  it.each(['[]', '[ ]', '{}', '{\n}'])('finds nothing in %j', (json) => {
    expect(partsOf(json)).toEqual([]);
  });
});

describe('replaceMembers', () => {
  it('changes nothing but the values that are named', () => {
    const json = '{ "size" : 1.0, "2":{"size":1}, "1" : 2,\n"digest":"x" }';

    const replaced = replaceMembers(
      json,
      new Map([
        ['size', '70'],
        ['digest', '"y"'],
        ['absent', '0'],
      ]),
    );

    expect(replaced).toBe('{ "size" : 70, "2":{"size":1}, "1" : 2,\n"digest":"y" }');
  });
});

describe('appendParts', () => {
  it.each([
    ['[]', ['1'], '[1]'],
    [' [ ]', ['1', '2'], ' [1,2 ]'],
    ['[ 1.0\n]', ['2'], '[ 1.0,2\n]'],
    ['{"a" : 12345678901234567890}\n', ['"b":2'], '{"a" : 12345678901234567890,"b":2}\n'],
    ['[1]', [], '[1]'],
  ])('puts to the end of %j', (json, parts, expected) => {
    expect(appendParts(json, parts)).toBe(expected);
  });

  it('is not bothered by deep nesting', () => {
    const deep = '['.repeat(500_000) + ']'.repeat(500_000);

    expect(appendParts(`[${deep}]`, ['1'])).toBe(`[${deep},1]`);
  });
});

describe('editElements', () => {
  const JSON_LIST = '[\n   {"a": 1},\n   {"b": 2} ,\n   {"c": 3}\n]';

  it.each([
    ['the first', 'a', '[\n   {"b": 2},\n   {"c": 3}\n]'],
    ['one in between', 'b', '[\n   {"a": 1},\n   {"c": 3}\n]'],
    ['the last', 'c', '[\n   {"a": 1},\n   {"b": 2}\n]'],
  ])('leaves out %s', (_, name, expected) => {
    const edited = editElements(JSON_LIST, (element) =>
      element.includes(name) ? undefined : element,
    );

    expect(edited).toBe(expected);
  });

  it('puts others in their places', () => {
    expect(editElements('[1, 2 ,3]', (element, position) => `${element}${position}`)).toBe(
      '[10, 21,32]',
    );
  });

  it('leaves nothing', () => {
    expect(editElements('[1, 2]', () => undefined)).toBe('[]');
    expect(editElements('[ ]', (element) => element)).toBe('[ ]');
  });
});
