import { describe, expect, it } from 'vitest';
import { problemsOf, read } from './read.ts';

const ENVIRONMENT = { NAME: 'expanded', EMPTY: '', NESTED: '$NAME' };

function credentials(written: object): string {
  const images = [{ source: 'a/b:1', target: 'reg.example/b' }];
  return JSON.stringify({ images, registries: { 'a.io': { credentials: written } } });
}

function tokenOf(written: string): unknown {
  const { registries } = read(credentials({ token: written }), { environment: ENVIRONMENT });
  return registries.get('a.io')?.credentials;
}

describe('readCredentials', () => {
  it.each([
    [
      { username: 'u', password: 'p' },
      { kind: 'basic', username: 'u', password: 'p' },
    ],
    [
      { username: 'u', password: '$NAME' },
      { kind: 'basic', username: 'u', password: 'expanded' },
    ],
    [{ token: 't' }, { kind: 'token', token: 't' }],
    [{ identityToken: '$NAME' }, { kind: 'identity-token', token: 'expanded' }],
    [
      { ecrRole: '$NAME', externalId: 'x' },
      { kind: 'ecr', roleArn: 'expanded', externalId: 'x' },
    ],
    [{ ecrRole: 'arn' }, { kind: 'ecr', roleArn: 'arn' }],
    [{ dockerConfig: '$NAME' }, { kind: 'docker-config', path: 'expanded' }],
  ])('returns %j by kind', (written, expected) => {
    const { registries } = read(credentials(written), { environment: ENVIRONMENT });

    expect(registries.get('a.io')).toEqual({ credentials: expected });
  });

  it.each(['$NAME', '$' + '{NAME}'])('expands %s', (written) => {
    expect(tokenOf(written)).toEqual({ kind: 'token', token: 'expanded' });
  });

  it.each([
    ['robot$NAME', 'robot$NAME'],
    ['$NAME$', '$NAME$'],
    ['$NAME-x', '$NAME-x'],
    ['$$NAME', '$$NAME'],
    ['pa$$w', 'pa$$w'],
    ['$$', '$$'],
    ['$1', '$1'],
    ['$' + '{NAME', '$' + '{NAME'],
    ['$' + '{NA ME}', '$' + '{NA ME}'],
    ['$NAME\n', '$NAME\n'],
    ['\\$NAME', '$NAME'],
    ['\\\\$NAME', '\\\\$NAME'],
    ['$NESTED', '$NAME'],
  ])('takes %j for %j', (written, token) => {
    expect(tokenOf(written)).toEqual({ kind: 'token', token });
  });

  it.each([
    ['$NONE', 'environment variable NONE is not set', 'NONE'],
    ['$EMPTY', 'environment variable EMPTY is empty', 'EMPTY'],
    ['$constructor', 'environment variable constructor is not set', 'constructor'],
  ])('refuses %s', (written, message, name) => {
    const text = credentials({ username: written, password: 'hunter2' });
    const column = text.indexOf(`"${written}"`) + 1;

    const problems = problemsOf(text, { environment: ENVIRONMENT });

    expect(problems).toEqual([
      [
        1,
        column,
        message,
        `set ${name}, or begin the value with \\$ where a literal dollar is meant`,
      ],
    ]);
  });

  it('names every variable that is not set', () => {
    const problems = problemsOf(credentials({ username: '$ONE', password: '$TWO' }));

    expect(problems.map(([, , message]) => message)).toEqual([
      'environment variable ONE is not set',
      'environment variable TWO is not set',
    ]);
  });
});
