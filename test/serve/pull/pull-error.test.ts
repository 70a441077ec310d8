import { describe, expect, it } from 'vitest';
import { PullError } from '../../../lib/serve/pull/pull-error.ts';

describe('PullError', () => {
  it('shows no credentials', () => {
    const said = "fatal: unable to access 'https://u:secret@h.example/x?token=secret': refused";

    expect(new PullError('/x', said).message).not.toContain('secret');
  });

  it.each([
    ['fatal: not a git repository (or any of the parent directories): .git', 'definition', false],
    ["fatal: detected dubious ownership in repository at '/srv/copy'", 'definition', false],
    ['fatal: Not possible to fast-forward, aborting.', 'definition', false],
    ['You are not currently on a branch.', 'definition', false],
    ['git@h.example: Permission denied (publickey).', 'auth', false],
    ['Host key verification failed.', 'auth', false],
    ['fatal: unable to access: The requested URL returned error: 403', 'auth', false],
    ['fatal: unable to access: Could not resolve host: h.example', 'transient', true],
    ['ssh: connect to host h.example port 22: No route to host', 'transient', true],
    ['Error: spawn git ENOENT', 'definition', false],
  ])('knows "%s"', (said, kind, retryable) => {
    expect(new PullError('/x', said)).toMatchObject({ kind, retryable });
  });

  it('claims nothing where it does not know what git says', () => {
    const error = new PullError('/x', 'fatal: unable to write new index file\n');

    expect(error).toMatchObject({
      message: 'the working copy at /x cannot be pulled: fatal: unable to write new index file',
      hint: 'run git pull --ff-only there as the user of the service',
      retryable: true,
    });
  });

  it.each([
    [
      'hint: Diverging branches can be merged:\nhint:\nfatal: Not possible.\n\n',
      'fatal: Not possible',
    ],
    [
      'error: would be overwritten by merge:\n\timages.yaml\nPlease commit your changes or stash them.\nAborting\n',
      'error: would be overwritten by merge: images.yaml',
    ],
    [
      'fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n',
      'fatal: Could not read from remote repository',
    ],
  ])("leaves out git's advice to whoever sits at a terminal: %j", (said, words) => {
    expect(new PullError('/x', said).message).toBe(
      `the working copy at /x cannot be pulled: ${words}`,
    );
  });

  it('keeps the end of what is long', () => {
    const { message } = new PullError('/x', `${'long '.repeat(1000)}end`);

    expect(message.length).toBeLessThan(1100);
    expect(message).toMatch(/long end$/);
  });
});
