import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askCredentialHelper } from '../../lib/local/credential-helper.ts';
import { CredentialsError } from '../../lib/local/errors.ts';
import {
  answers,
  asked,
  helperEnvironment,
  installHelper,
} from '../support/fake-credential-helper.ts';

const SECRET = 's3cr:t "quoted"';

describe('askCredentialHelper', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helper-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  function ask(name = 'fake', timeoutMs = 30_000) {
    const environment = helperEnvironment(folder);
    return askCredentialHelper(name, 'ghcr.io', { environment, timeoutMs });
  }

  async function failure(name?: string, timeoutMs?: number): Promise<unknown> {
    return ask(name, timeoutMs).catch((reason: unknown) => reason);
  }

  /** Of the process whose id a file holds: what has ended has none, also where nobody has looked at its exit code yet. */
  async function commandLineIn(file: string): Promise<string> {
    const pid = (await readFile(file, 'utf8')).trim();
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  }

  it('asks for the server on stdin', async () => {
    await installHelper(folder, 'fake', answers('ada', SECRET));

    await expect(ask()).resolves.toEqual({ kind: 'basic', username: 'ada', password: SECRET });

    expect(await asked(folder)).toEqual(['get ghcr.io']);
  });

  it('takes the secret of the user <token> for an identity token', async () => {
    await installHelper(folder, 'fake', answers('<token>', SECRET));

    await expect(ask()).resolves.toEqual({ kind: 'identity-token', token: SECRET });
  });

  it.each([
    ['says that it has none', 'echo "credentials not found in native keychain"; exit 1'],
    ['answers with nothing', answers('', '')],
  ])('has no credentials where the helper %s', async (_, script) => {
    await installHelper(folder, 'fake', script);

    await expect(ask()).resolves.toBeUndefined();
  });

  it('survives a helper that does not read the question', async () => {
    await writeFile(join(folder, 'docker-credential-fake'), '#!/bin/sh\nexit 3\n', { mode: 0o755 });
    const server = `${'x'.repeat(1_000_000)}.example`;

    const asking = askCredentialHelper('fake', server, { environment: helperEnvironment(folder) });

    await expect(asking).rejects.toThrow('failed with exit code 3');
  });

  it.each([
    ['fails', `echo '${SECRET}'; echo '${SECRET}' >&2; exit 1`, 'failed with exit code 1'],
    ['is killed', `echo '${SECRET}'; kill -9 $$`, 'could not be run to its end'],
    ['prints no JSON', `echo '${SECRET}'`, 'gave an answer that is not its protocol'],
    [
      'prints other JSON',
      `echo '{ "Secret": ["s3cr:t"] }'`,
      'gave an answer that is not its protocol',
    ],
  ])('repeats nothing of a helper that %s', async (_, script, problem) => {
    await installHelper(folder, 'fake', script);

    const error = await failure();

    expect(error).toBeInstanceOf(CredentialsError);
    expect(String(error)).toContain(`docker-credential-fake, asked for ghcr.io, ${problem}`);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cr');
  });

  it('gives up on a helper that does not answer', async () => {
    await installHelper(folder, 'fake', 'exec sleep 60');

    expect(String(await failure('fake', 50))).toContain('gave no answer in time');
  });

  it('leaves nothing running of a helper that does not answer', async () => {
    const started = join(folder, 'pid');
    await installHelper(folder, 'fake', `sleep 60 & echo $! > '${started}'; wait`);

    const failing = failure('fake', 500);
    await vi.waitFor(async () => expect(await readFile(started, 'utf8')).toMatch(/\n/));
    await failing;

    await vi.waitFor(async () => expect(await commandLineIn(started)).toBe(''));
  });

  it('is waited for no longer after an abort, and ends', async () => {
    const started = join(folder, 'pid');
    await installHelper(folder, 'fake', `echo $$ > '${started}'; exec sleep 60`);
    const abort = new AbortController();
    const reason = new Error('stop');
    const environment = helperEnvironment(folder);
    const asking = askCredentialHelper('fake', 'ghcr.io', { environment, signal: abort.signal });
    const failing = asking.catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await readFile(started, 'utf8')).toMatch(/\n/));

    abort.abort(reason);

    expect(await failing).toBe(reason);
    await vi.waitFor(async () => expect(await commandLineIn(started)).toBe(''));
  });

  it('names a helper that is not installed', async () => {
    expect(String(await failure('absent'))).toContain(
      'docker-credential-absent, asked for ghcr.io, is not installed in the PATH',
    );
  });

  it.each(['../evil', 'a/b', 'a b', ''])('runs nothing for the name %j', async (name) => {
    expect(String(await failure(name))).toContain('is not the name of a program');
  });
});
