import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  readServeOptions,
  type ServeOptions,
} from '../../../lib/cli/options/read-serve-options.ts';
import { addServeOptions } from '../../../lib/cli/options/serve-options.ts';

async function read(args: string[], env: Record<string, string> = {}): Promise<ServeOptions> {
  const command = addServeOptions(new Command('serve')).exitOverride();
  command.configureOutput({ writeErr: () => {} }).parse(args, { from: 'user' });
  return readServeOptions(command.opts(), command, env);
}

describe('the options of serve', () => {
  it('have defaults', async () => {
    expect(await read([])).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080 },
      schedule: { words: 'every 6h' },
    });
  });

  it.each([
    ['8081', '127.0.0.1'],
    [':8081', '127.0.0.1'],
    ['0.0.0.0:8081', '0.0.0.0'],
    ['[::1]:8081', '::1'],
    ['localhost:8081', 'localhost'],
  ])('listen at %s', async (text, host) => {
    expect((await read(['--listen', text])).listen).toEqual({ host, port: 8081 });
  });

  it.each([
    ['--listen 65536', 'Write ADDRESS:PORT'],
    ['--every 5s', 'no interval'],
    ['--every 1h --cron x', 'cannot be used with'],
    ['--time-zone UTC', 'needs --cron'],
    ['--hook-branch main', 'need --hook-secret-file'],
  ])('refuse %s', async (line, message) => {
    await expect(read(line.split(' '))).rejects.toThrow(message);
  });

  it('take the secret of a file before that of the variable', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secret-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'secret');
    const env = { IMAGE_SYNCER_HOOK_SECRET: 'other' };
    await writeFile(file, 'mine\n');

    expect((await read(['--hook-secret-file', file], env)).hooks?.secret.reveal()).toBe('mine');
    expect((await read([], env)).hooks?.secret.reveal()).toBe('other');

    await writeFile(file, '\n');
    await expect(read(['--hook-secret-file', file])).rejects.toThrow('secret is empty');
  });
});
