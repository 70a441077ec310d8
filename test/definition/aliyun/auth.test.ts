import { describe, expect, it } from 'vitest';
import type { ParseDefinitionOptions } from '../../../lib/definition/parse.ts';
import { problemsOf, read } from '../read.ts';

const IMAGES = 'a/b:1: r.example/b';
const TOGETHER = 'write username and password together, or neither';
const KEYS = 'the keys here are username, password and insecure';

function auth(text: string, options: Partial<ParseDefinitionOptions> = {}) {
  return { ...options, auth: { text, file: 'auth.yaml' } };
}

function loginsOf(text: string, options?: Partial<ParseDefinitionOptions>) {
  return Object.fromEntries(read(IMAGES, auth(text, options)).registries);
}

function basic(username: string, password: string) {
  return { credentials: { kind: 'basic', username, password } };
}

describe('readAliyunAuth', () => {
  it.each([
    // compat.md, "C auth file"
    ['quay.io: {username: u, password: p}', { 'quay.io': basic('u', 'p') }],
    [
      'quay.io/acme: {username: u, password: p}\nquay.io: {username: v, password: q}',
      { 'quay.io/acme': basic('u', 'p'), 'quay.io': basic('v', 'q') },
    ],
    ['quay.io/acme/api: {username: u, password: p}', { 'quay.io/acme/api': basic('u', 'p') }],
    ['quay.io/acme/: {username: u, password: p}', { 'quay.io/acme': basic('u', 'p') }],
    ['"localhost:5000": {insecure: true}', { 'localhost:5000': { insecure: true } }],
    [
      `docker.io: {username: "\${DH_USER}", password: "$DH_PASS"}`,
      { 'docker.io': basic('hub-user', 'hub-pass') },
    ],
    [
      'harbor.example: {username: "robot$ci", password: "pa$$w"}',
      { 'harbor.example': basic('robot$ci', 'pa$$w') },
    ],
    ['eu.gcr.io: {username: _oauth2_, password: e30=}', { 'eu.gcr.io': basic('_oauth2_', 'e30=') }],
    [
      `gcr.io: {username: _json_key, password: '{"type":"service_account"}'}`,
      { 'gcr.io': basic('_json_key', '{"type":"service_account"}') },
    ],
    ['xxx.azurecr.io/: {username: u, password: p}', { 'xxx.azurecr.io': basic('u', 'p') }],
    // and what they leave open
    ['{"quay.io": {"username": "u", "password": "p"}}', { 'quay.io': basic('u', 'p') }],
    [
      'index.docker.io/bitnami: {username: u, password: p}',
      { 'docker.io/bitnami': basic('u', 'p') },
    ],
    [
      'quay.io/acme: {username: u, password: p, insecure: true}',
      { 'quay.io/acme': { ...basic('u', 'p'), insecure: true } },
    ],
    ['quay.io: {username: u, password: "\\\\$DH_PASS"}', { 'quay.io': basic('u', '$DH_PASS') }],
    ['quay.io: {username: 007, password: 0123}', { 'quay.io': basic('007', '0123') }],
    ['quay.io: {}', { 'quay.io': {} }],
    ['{}', {}],
  ])('reads %s', (text, logins) => {
    const environment = { DH_USER: 'hub-user', DH_PASS: 'hub-pass' };

    expect(loginsOf(text, { environment })).toEqual(logins);
  });

  it('keeps variables and escapes as they are written where asked to', () => {
    const text = 'quay.io: {username: $NONE, password: "\\\\$x"}';

    expect(loginsOf(text, { expandCredentials: false })).toEqual({
      'quay.io': basic('$NONE', '\\$x'),
    });
  });

  it.each([
    // compat.md, "C auth file"
    ['quay.io: {username: hunter2}', [1, 10, 'password is missing', TOGETHER]],
    // and what it leaves open
    ['quay.io: {password: hunter2, insecure: true}', [1, 10, 'username is missing', TOGETHER]],
    [
      'quay.io: {username: $NONE, password: hunter2}',
      [
        1,
        21,
        'environment variable NONE is not set',
        'set NONE, or begin the value with \\$ where a literal dollar is meant',
      ],
    ],
    [
      'quay.io: {username: u, password: ""}',
      [1, 34, 'password is empty', 'write a string, in quotes where it could be anything else'],
    ],
    [
      'quay.io: {username: u, password: [hunter2]}',
      [1, 34, 'password is no string', 'write a string, in quotes where it could be anything else'],
    ],
    [
      'quay.io: {insecure: "hunter2"}',
      [1, 21, 'insecure is neither true nor false', 'write true, or remove the line'],
    ],
    ['quay.io: {user: u}', [1, 11, 'unknown key', KEYS]],
    ['quay.io: {hunter2: u}', [1, 11, 'unknown key', KEYS]],
    [
      'quay.io: {username: u, passwrd: hunter2}',
      [1, 24, 'unknown key "passwrd"', 'write password'],
    ],
    ['quay.io: {insecur: true}', [1, 11, 'unknown key "insecur"', 'write insecure']],
    [
      'quay.io: {password:hunter2}',
      [1, 11, 'unknown key "password:…"', 'put a space after the colon'],
    ],
    ['quay.io: hunter2', [1, 10, 'a login is expected to be a map', KEYS]],
    ['quay.io:', [1, 9, 'a login is expected to be a map', KEYS]],
    [
      'quay.io/: {}\nquay.io: {}',
      [
        2,
        1,
        'registry quay.io is named twice, in lines 1 and 2',
        'put all its settings below one of the two',
      ],
    ],
    [
      'bitnami: {}',
      [
        1,
        1,
        '"bitnami" is not the host of a registry',
        expect.stringContaining('such as docker.io or registry.internal:5000'),
      ],
    ],
    [
      'quay.io/acme/api:1: {}',
      [1, 1, '"quay.io/acme/api:1" is not the host of a registry', expect.anything()],
    ],
    [
      '"https://user:hunter2@quay.io": {}',
      [1, 1, '"…@quay.io" is not the host of a registry', expect.anything()],
    ],
    [
      'quay.io/Acme: {}',
      [
        1,
        1,
        '"quay.io/Acme" is not an image reference: a repository is lower case only',
        'write acme instead of Acme',
      ],
    ],
    [
      '[hunter2]',
      [
        1,
        1,
        'credentials are expected to be a map',
        'write registries with username and password below them',
      ],
    ],
  ])('refuses %s', (text, problem) => {
    const problems = problemsOf(IMAGES, auth(text));

    expect(problems).toEqual([problem]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});
