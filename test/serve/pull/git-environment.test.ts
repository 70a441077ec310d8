import { describe, expect, it } from 'vitest';
import { gitEnvironment, unattendedSsh } from '../../../lib/serve/pull/git-environment.ts';

describe('gitEnvironment', () => {
  it('leaves out what names another repository', () => {
    const hook = { GIT_DIR: '.', GIT_WORK_TREE: '/w', GIT_INDEX_FILE: 'index', GIT_PREFIX: 'p/' };

    expect(gitEnvironment({ ...hook, PATH: '/bin' })).toEqual({
      PATH: '/bin',
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
    });
  });

  it.each(['GIT_ASKPASS', 'SSH_ASKPASS', 'GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_CONFIG_GLOBAL'])(
    'keeps %s',
    (name) => {
      expect(gitEnvironment({ [name]: 'mine' })).toMatchObject({ [name]: 'mine' });
    },
  );

  it('asks at no terminal, and for English', () => {
    expect(gitEnvironment({ GIT_TERMINAL_PROMPT: '1', LC_ALL: 'de_DE' })).toMatchObject({
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
    });
  });
});

describe('unattendedSsh', () => {
  it('has ssh fail where it would ask', () => {
    expect(unattendedSsh({}, false)).toEqual({ GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' });
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['the configuration', {}, true],
    ['GIT_SSH_COMMAND', { GIT_SSH_COMMAND: 'ssh -i key' }, false],
    ['GIT_SSH', { GIT_SSH: '/usr/bin/plink' }, false],
    ['SSH_ASKPASS', { SSH_ASKPASS: '/usr/bin/answer' }, false],
  ])('leaves to %s what it settles', (_, env, isConfigured) => {
    expect(unattendedSsh(env, isConfigured)).toEqual({});
  });
});
