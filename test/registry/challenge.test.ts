import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../../lib/registry/challenge.ts';

type Read = readonly (readonly [scheme: string, parameters: Readonly<Record<string, string>>])[];

function read(header: string | readonly string[] | undefined): Read {
  return parseChallenges(header).map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ]);
}

describe('parseChallenges', () => {
  it.each<[string, string, Read]>([
    ['a scheme alone', 'Basic', [['basic', {}]]],
    [
      'quoted commas',
      'Bearer realm="https://a.example/token",service="a, b",scope="repository:x:pull,push"',
      [
        [
          'bearer',
          {
            realm: 'https://a.example/token',
            service: 'a, b',
            scope: 'repository:x:pull,push',
          },
        ],
      ],
    ],
    [
      'several challenges in one header',
      'Basic realm="registry", Bearer realm="https://a.example/token", service=a',
      [
        ['basic', { realm: 'registry' }],
        ['bearer', { realm: 'https://a.example/token', service: 'a' }],
      ],
    ],
    [
      'schemes without parameters between others',
      'Negotiate, Basic, Bearer realm="r"',
      [
        ['negotiate', {}],
        ['basic', {}],
        ['bearer', { realm: 'r' }],
      ],
    ],
    [
      'any case and any space',
      ' BEARER  Realm = "r" ,  SERVICE="s"',
      [['bearer', { realm: 'r', service: 's' }]],
    ],
    ['escaped quotes', 'Bearer realm="a\\"b\\\\c"', [['bearer', { realm: 'a"b\\c' }]]],
    [
      'an equals sign in quotes',
      'Bearer realm="https://a/?b=c"',
      [['bearer', { realm: 'https://a/?b=c' }]],
    ],
    ['empty members', ',, Basic ,,', [['basic', {}]]],
    ['an empty value', 'Bearer realm=""', [['bearer', { realm: '' }]]],
  ])('reads %s', (_, header, expected) => {
    expect(read(header)).toEqual(expected);
  });

  it('reads several headers', () => {
    expect(read(['Basic realm="a"', 'Bearer realm="b"'])).toEqual([
      ['basic', { realm: 'a' }],
      ['bearer', { realm: 'b' }],
    ]);
  });

  it('reads nothing where there is no header', () => {
    expect(read(undefined)).toEqual([]);
  });

  it.each([
    ['token68 credentials', 'Negotiate YIIx/+==, Bearer realm="r"'],
    [
      'an unknown scheme with parameters',
      'Digest realm="x", qop="auth, auth-int", Bearer realm="r"',
    ],
    ['parameters without a scheme', 'realm="x", Bearer realm="r"'],
    ['rubbish', '"""", @@@, Bearer realm="r"'],
  ])('finds what it knows behind %s', (_, header) => {
    expect(read(header)).toContainEqual(['bearer', { realm: 'r' }]);
  });

  it.each(['Bearer realm="open', `Bearer ${'a='.repeat(50_000)}`, '"'.repeat(100_000)])(
    'comes to an end with a hostile header',
    (header) => {
      expect(() => parseChallenges(header)).not.toThrow();
    },
  );
});
