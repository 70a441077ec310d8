import { describe, expect, it } from 'vitest';
import { problemsOf, read } from '../read.ts';

const HOST =
  'write host or host:port, such as docker.io or registry.internal:5000, and the beginning of a repository after it where not all of them are meant';

function registries(...lines: string[]): string {
  return [
    'images: [{ source: a/b:1, target: reg.example/b }]',
    'registries:',
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}

describe('readRegistries', () => {
  it('returns what a connection is made with', () => {
    const files = 'ca: ca.pem, clientCertificate: me.pem, clientKey: me.key';
    const text = registries(
      `a.io: { ${files}, proxy: "http://user:word@proxy.example:3128" }`,
      'b.io: { proxy: none }',
    );

    expect([...read(text).registries]).toEqual([
      [
        'a.io',
        {
          ca: 'ca.pem',
          clientCertificate: 'me.pem',
          clientKey: 'me.key',
          proxy: 'http://user:word@proxy.example:3128',
        },
      ],
      ['b.io', { proxy: 'none' }],
    ]);
  });

  it('returns credentials and insecure also by the beginning of a repository', () => {
    const text = registries(
      'quay.io/acme/: { credentials: { token: t } }',
      'index.docker.io/bitnami: { insecure: true }',
      'quay.io/acme/api: {}',
    );

    expect([...read(text).registries]).toEqual([
      ['quay.io/acme', { credentials: { kind: 'token', token: 't' } }],
      ['docker.io/bitnami', { insecure: true }],
      ['quay.io/acme/api', {}],
    ]);
  });

  it('returns the credentials of several accounts, also by the beginning of a repository', () => {
    const text = registries(
      'docker.io: { credentials: [{ username: u, password: $P }, { token: t }] }',
      'quay.io/acme: { credentials: [{ token: t }, { token: s }] }',
      'a.io: { credentials: [{ token: t }] }',
    );

    expect([...read(text, { environment: { P: 'p' } }).registries]).toEqual([
      [
        'docker.io',
        {
          credentials: { kind: 'basic', username: 'u', password: 'p' },
          otherCredentials: [{ kind: 'token', token: 't' }],
        },
      ],
      [
        'quay.io/acme',
        {
          credentials: { kind: 'token', token: 't' },
          otherCredentials: [{ kind: 'token', token: 's' }],
        },
      ],
      ['a.io', { credentials: { kind: 'token', token: 't' } }],
    ]);
  });

  it('refuses settings of a connection below a path', () => {
    const text = registries('quay.io/acme: { maxConnections: 2, proxy: none }');

    expect(problemsOf(text)).toEqual([
      [
        3,
        19,
        'maxConnections is a setting of the whole registry, not of quay.io/acme alone',
        'write it below quay.io',
      ],
      [
        3,
        38,
        'proxy is a setting of the whole registry, not of quay.io/acme alone',
        'write it below quay.io',
      ],
    ]);
  });

  it('returns settings by canonical host', () => {
    const text = registries(
      'Registry-1.docker.io: { maxConnections: 64 }',
      'Reg.Example:5000: { plainHttp: true, insecure: false, privateAddresses: true, uploads: ecr }',
      'localhost: { insecure: true, maxConnections: 1 }',
      '"[::1]:5000": {}',
    );

    expect([...read(text).registries]).toEqual([
      ['docker.io', { maxConnections: 64 }],
      [
        'reg.example:5000',
        { plainHttp: true, insecure: false, privateAddresses: true, uploads: 'ecr' },
      ],
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
    ['quay.io:acme', '"quay.io:acme"'],
    ['quay.io/acme:1', '"quay.io/acme:1"'],
    ['https://quay.io', '"https://quay.io"'],
    ['hub.docker.com', '"hub.docker.com"'],
    ['__proto__', '"__proto__"'],
    ['"https://user:hunter2@quay.io"', '"…@quay.io"'],
  ])('refuses %s as a host', (host, shown) => {
    expect(problemsOf(registries(`${host}: {}`))).toEqual([
      [3, 3, `${shown} is not the host of a registry`, HOST],
    ]);
  });
});
