import { describe, expect, it } from 'vitest';
import {
  credentialsOf,
  type DockerConfigEntry,
  hasSecret,
} from '../../lib/local/docker-config-entry.ts';
import { CredentialsError } from '../../lib/local/errors.ts';

const PLACE = 'config.json: auths["ghcr.io"]';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('credentialsOf', () => {
  it.each<[string, DockerConfigEntry, object]>([
    [
      'auth',
      { auth: base64('ada:secret') },
      { kind: 'basic', username: 'ada', password: 'secret' },
    ],
    [
      'auth with colons in the password',
      { auth: base64('ada:s:e:c') },
      { kind: 'basic', username: 'ada', password: 's:e:c' },
    ],
    [
      'auth in UTF-8',
      { auth: base64('ada:пароль') },
      { kind: 'basic', username: 'ada', password: 'пароль' },
    ],
    [
      'username and password',
      { username: 'ada', password: 'secret' },
      { kind: 'basic', username: 'ada', password: 'secret' },
    ],
    [
      'auth before username and password',
      { auth: base64('ada:secret'), username: 'bob', password: 'other' },
      { kind: 'basic', username: 'ada', password: 'secret' },
    ],
    [
      'an identity token beside a user name without meaning',
      { auth: base64('00000000-0000-0000-0000-000000000000:'), identitytoken: 'refresh' },
      { kind: 'identity-token', token: 'refresh' },
    ],
    [
      'a registry token before everything',
      { auth: base64('ada:secret'), identitytoken: 'refresh', registrytoken: 'bearer' },
      { kind: 'token', token: 'bearer' },
    ],
  ])('reads %s', (_, entry, credentials) => {
    expect(credentialsOf(entry, PLACE)).toEqual(credentials);
  });

  it.each<[string, DockerConfigEntry, string]>([
    ['base64', { auth: 'ada:secret' }, 'has an "auth" that is not username:password in base64'],
    [
      'whole base64',
      { auth: base64('ada:secret').slice(0, -1) },
      'has an "auth" that is not username:password in base64',
    ],
    [
      'a colon',
      { auth: base64('adasecret') },
      'has an "auth" that is not username:password in base64',
    ],
    [
      'a username in auth',
      { auth: base64(':secret') },
      'has an "auth" that is not username:password in base64',
    ],
    ['a password', { username: 'ada' }, 'has a username without a password'],
    ['a username', { password: 'secret' }, 'has a password without a username'],
  ])('refuses an entry without %s and does not quote it', (_, entry, problem) => {
    const read = () => credentialsOf(entry, PLACE);

    expect(read).toThrow(CredentialsError);
    expect(read).toThrow(expect.objectContaining({ message: `${PLACE} ${problem}` }));
  });
});

describe('hasSecret', () => {
  it.each<[boolean, DockerConfigEntry]>([
    [true, { auth: 'YTpi' }],
    [true, { identitytoken: 'refresh' }],
    [false, { auth: '', username: '' }],
    [false, {}],
  ])('says %s of %j', (expected, entry) => {
    expect(hasSecret(entry)).toBe(expected);
  });
});
