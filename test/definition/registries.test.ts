import { describe, expect, it } from 'vitest';
import { problemsOf, read } from './read.ts';

const KINDS = 'write username with password, token, identityToken or dockerConfig';
const HOST = 'write host or host:port, such as docker.io, quay.io or registry.internal:5000';

function registries(...lines: string[]): string {
  return [
    'images: [{ source: a/b:1, target: reg.example/b }]',
    'registries:',
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}

describe('readRegistries', () => {
  it('returns settings by canonical host', () => {
    const text = registries(
      'Registry-1.docker.io: { maxConnections: 64 }',
      'Reg.Example:5000: { plainHttp: true, insecure: false }',
      'localhost: { insecure: true, maxConnections: 1 }',
      '"[::1]:5000": {}',
    );

    expect([...read(text).registries]).toEqual([
      ['docker.io', { maxConnections: 64 }],
      ['reg.example:5000', { plainHttp: true, insecure: false }],
      ['localhost', { insecure: true, maxConnections: 1 }],
      ['[::1]:5000', {}],
    ]);
  });

  it('refuses a host that is named twice under two names', () => {
    expect(problemsOf(registries('docker.io: {}', 'index.docker.io: {}'))).toEqual([
      [
        4,
        3,
        'registry docker.io is named twice, in lines 3 and 4',
        'put all its settings below one of the two',
      ],
    ]);
  });

  it.each([
    ['myregistry', '"myregistry"'],
    ['quay.io/acme', '"quay.io/acme"'],
    ['https://quay.io', '"https://quay.io"'],
    ['hub.docker.com', '"hub.docker.com"'],
    ['__proto__', '"__proto__"'],
    ['"https://user:hunter2@quay.io"', 'text with an @'],
  ])('refuses %s as a host', (host, shown) => {
    expect(problemsOf(registries(`${host}: {}`))).toEqual([
      [3, 3, `${shown} is not the host of a registry`, HOST],
    ]);
  });

  it.each([
    ['', 9, 'a.io is empty, expected a map', 'write a value, or remove the line'],
    [
      'hunter2',
      9,
      'a.io is a string, expected a map',
      'its keys are plainHttp, insecure, maxConnections, credentials',
    ],
    ['{ token: hunter2 }', 11, 'unknown key "token"', 'write token below credentials'],
    [
      '{ hunter2: }',
      11,
      'unknown key',
      'the keys here are plainHttp, insecure, maxConnections, credentials',
    ],
    [
      '{ plainHttp: "yes" }',
      22,
      'plainHttp is "yes", expected true or false',
      'write true or false',
    ],
    [
      '{ plainHttp: true, insecure: true }',
      28,
      'plainHttp and insecure exclude each other',
      'write plainHttp: true for a registry without TLS, insecure: true for a certificate that cannot be verified',
    ],
    [
      '{ maxConnections: 0 }',
      27,
      'maxConnections is 0, expected a whole number from 1 to 64',
      'write a whole number from 1 to 64',
    ],
    [
      '{ maxConnections: 65 }',
      27,
      'maxConnections is 65, expected a whole number from 1 to 64',
      'write a whole number from 1 to 64',
    ],
    [
      '{ maxConnections: 1.5 }',
      27,
      'maxConnections is 1.5, expected a whole number from 1 to 64',
      'write a whole number from 1 to 64',
    ],
    [
      '{ maxConnections: "4" }',
      27,
      'maxConnections is "4", expected a whole number from 1 to 64',
      'write a whole number from 1 to 64',
    ],
    [
      '{ credentials: hunter2 }',
      24,
      'credentials is a string, expected a map',
      'its keys are username, password, token, identityToken, dockerConfig',
    ],
    ['{ credentials: {} }', 24, 'credentials has no known key, expected one kind', KINDS],
    [
      '{ credentials: { username: u } }',
      24,
      'password is missing',
      'write username and password together',
    ],
    [
      '{ credentials: { username: u, token: hunter2 } }',
      24,
      'credentials mixes username, token, expected one kind',
      KINDS,
    ],
    [
      '{ credentials: { token: t, hunter2: } }',
      36,
      'unknown key',
      'the keys here are username, password, token, identityToken, dockerConfig',
    ],
    ['{ credentials: { tokn: hunter2 } }', 26, 'unknown key "tokn"', 'write token'],
    [
      '{ credentials: { token:hunter2 } }',
      26,
      'unknown key "token:…"',
      'put a space after the colon',
    ],
    [
      '{ credentials: { token: 12345 } }',
      33,
      'token is a number, expected a string',
      'put it in quotes',
    ],
    [
      '{ credentials: { token: "" } }',
      33,
      'token is empty, expected a string',
      'write a value, or remove the line',
    ],
    [
      '{ credentials: { token: [hunter2] } }',
      33,
      'token is a list, expected a string',
      'write a string',
    ],
  ])('refuses %s as settings', (settings, column, message, hint) => {
    expect(problemsOf(registries(`a.io: ${settings}`))).toEqual([[3, column, message, hint]]);
  });
});
