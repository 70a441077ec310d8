import { describe, expect, it } from 'vitest';
import { problemsOf } from '../read.ts';

const KINDS = 'write username with password, token, identityToken, dockerConfig or ecrRole';
const KEYS =
  'plainHttp, insecure, maxConnections, ca, clientCertificate, clientKey, proxy, privateAddresses, uploads, credentials';
const CREDENTIAL_KEYS =
  'username, password, token, identityToken, dockerConfig, ecrRole, externalId';

function problemsWith(settings: string) {
  const image = 'images: [{ source: a/b:1, target: reg.example/b }]';
  return problemsOf(`${image}\nregistries:\n  a.io: ${settings}\n`);
}

describe('refuseIssue', () => {
  it.each([
    ['', 9, 'a.io is empty, expected a map', 'write a value, or remove the line'],
    ['hunter2', 9, 'a.io is a string, expected a map', `its keys are ${KEYS}`],
    ['{ token: hunter2 }', 11, 'unknown key "token"', 'write token below credentials'],
    ['{ hunter2: }', 11, 'unknown key', `the keys here are ${KEYS}`],
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
      '{ clientCertificate: me.pem }',
      11,
      'clientCertificate and clientKey stand together',
      'write both, or neither',
    ],
    [
      '{ clientKey: me.key }',
      9,
      'clientCertificate and clientKey stand together',
      'write both, or neither',
    ],
    ['{ uploads: ECR }', 20, 'uploads is "ECR", expected standard, ecr or whole', 'write ecr'],
    ['{ ca: "" }', 15, 'ca is empty, expected a string', 'write a value, or remove the line'],
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
      `its keys are ${CREDENTIAL_KEYS}`,
    ],
    ['{ credentials: {} }', 24, 'credentials has no known key, expected one kind', KINDS],
    [
      '{ credentials: { username: u } }',
      24,
      'password is missing',
      'write username and password together',
    ],
    [
      '{ credentials: { externalId: x } }',
      24,
      'ecrRole is missing',
      'write the ARN of the role to assume',
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
      `the keys here are ${CREDENTIAL_KEYS}`,
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
    [
      '{ credentials: [] }',
      24,
      'credentials is an empty list, expected at least one item',
      'write at least one item',
    ],
    [
      '{ credentials: [hunter2] }',
      25,
      'item 1 of credentials is a string, expected a map',
      `its keys are ${CREDENTIAL_KEYS}`,
    ],
    ['{ credentials: [{ tokn: hunter2 }] }', 27, 'unknown key "tokn"', 'write token'],
    [
      '{ credentials: [{ token: t }, { username: u, token: hunter2 }] }',
      39,
      'credentials mixes username, token, expected one kind',
      KINDS,
    ],
  ])('refuses %s as settings', (settings, column, message, hint) => {
    expect(problemsWith(settings)).toEqual([[3, column, message, hint]]);
  });

  it.each(['socks5://proxy.example', 'http://proxy.example/path?x', 'proxy.example:3128', '5'])(
    'refuses %s as a proxy',
    (proxy) => {
      expect(problemsWith(`{ proxy: ${JSON.stringify(proxy)} }`)).toEqual([
        [
          3,
          18,
          'proxy is a string, expected none or a URL such as http://proxy.example:3128',
          'write none or a URL such as http://proxy.example:3128',
        ],
      ]);
    },
  );
});
