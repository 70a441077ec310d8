import { describe, expect, it } from 'vitest';
import { parseStrictJson, readObject } from '../../lib/oci/json.ts';

const LARGE = 4 * 1024 * 1024;

describe('parseStrictJson', () => {
  it.each([
    '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}',
    '{"a":"a","b":"b"}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '["a","a"]',
    '{"":1}',
    '{"a\\\\":1,"a":2}',
    '"a"',
    'null',
  ])('reads %s', (text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":3}',
    '{"a":{},"a":{}}',
    '{"a":[],"a":1}',
    '[{"b":{"a":1,"c":[{}],"a":2}}]',
    '{"a" : 1, "\\u0061" : 2}',
    '{"layers":[],"l\\u0061yers":[]}',
    '{"a\\"":1,"a\\u0022":2}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
  ])('refuses %s', (text) => {
    expect(() => parseStrictJson(text)).toThrow(/^member ".*" stands twice$/);
  });

  it.each(['', '{', '{"a":1,}', "{'a':1}", '{"a":1}{}'])('refuses %j, which is no JSON', (text) => {
    expect(() => parseStrictJson(text)).toThrow(SyntaxError);
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('reads 100 nested %s, and refuses more at once', (_, open, close) => {
    const nested = (levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;

    expect(parseStrictJson(nested(100))).toEqual(JSON.parse(nested(100)));
    for (const levels of [101, LARGE / 2]) {
      expect(() => parseStrictJson(nested(levels))).toThrow('it has more than 100 levels');
    }
  });

  it('counts no brackets within strings', () => {
    const brackets = '['.repeat(200);
    const text = `{"${brackets}\\\\":"\\"${brackets}"}`;

    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it('quotes the beginning of a long member', () => {
    const member = 'a'.repeat(LARGE / 4);

    const parse = () => parseStrictJson(`{"${member}":1,"${member}":2}`);

    expect(parse).toThrow(/^member "a{200}…" stands twice$/);
  });

  it.each([
    ['letters', 'a'.repeat(LARGE)],
    ['escapes', '\\n'.repeat(LARGE / 2)],
    ['letters and escapes in turn', 'a\\n'.repeat(LARGE / 3)],
  ])('reads a string of 4 MiB of %s', (_, content) => {
    const text = `{"a":"${content}"}`;

    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });
});

describe('readObject', () => {
  it.each(['{"a":1}', ' {"a":1}\n', Buffer.from('{"a":1}'), Buffer.from('\ufeff{"a":1}')])(
    'reads the object that %j spells',
    (json) => {
      expect(readObject(json)).toEqual({ a: 1 });
    },
  );

  it.each(['[]', 'null', '1', '', '{"a":', Buffer.from([0xff])])('finds none in %j', (json) => {
    expect(readObject(json)).toBeUndefined();
  });
});
