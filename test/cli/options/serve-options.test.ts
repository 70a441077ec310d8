import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'secret-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('the options of serve', () => {
  it('have defaults', async () => {
    const { schedule, ...options } = await read([]);

    expect(schedule.words).toBe('every 6h');
    expect(options).toEqual({
      listen: { host: '127.0.0.1', port: 8080 },
      allowHosts: [],
      pull: false,
      logFormat: 'text',
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
    ['--every 90s', 'every 90s'],
    ['--every never', 'never'],
  ])('keep the schedule of %s', async (line, words) => {
    expect((await read(line.split(' '))).schedule.words).toBe(words);
  });

  it('keep the schedule of a cron expression in its time zone', async () => {
    const { schedule } = await read(['--cron', '0 3 * * *', '--time-zone', 'Europe/Berlin']);

    expect(schedule.next(Date.UTC(2026, 0, 1))).toBe(Date.UTC(2026, 0, 1, 2));
  });

  it('keep all that may be repeated, in its order', async () => {
    const hosts = ['--allow-host', 'b.example', '--allow-host', 'a.example'];
    const paths = ['--hook-path', 'z/*', '--hook-path', 'a/*', '--hook-branch', 'main'];
    const env = { IMAGE_SYNCER_HOOK_SECRET: 'secret' };

    const options = await read([...hosts, ...paths, '--pull', '--log-format', 'json'], env);

    expect(options).toMatchObject({ allowHosts: ['b.example', 'a.example'], pull: true });
    expect(options.logFormat).toBe('json');
    expect(options.hooks).toMatchObject({ branch: 'main', paths: ['z/*', 'a/*'] });
  });

  it.each([
    ['--listen 65536', 'Write ADDRESS:PORT'],
    ['--listen ::1:80', 'Write ADDRESS:PORT'],
    ['--allow-host http://mirror.example', 'Write a name'],
    ['--allow-host mirror.example:80', 'Write a name'],
    ['--listen http://localhost:80', 'Write ADDRESS:PORT'],
    ['--every 5s', 'no interval'],
    ['--every 1h --cron x', 'cannot be used with'],
    ['--cron hourly', 'has one field'],
    ['--time-zone UTC', 'needs --cron'],
    ['--hook-branch main', 'need --hook-secret-file'],
    ['--hook-path images.yaml', 'need --hook-secret-file'],
    ['--log-format xml', 'Allowed choices are text, json'],
  ])('refuse %s', async (line, message) => {
    await expect(read(line.split(' '))).rejects.toThrow(message);
  });

  it.each(['--allow-host', '--hook-path', '--hook-branch', '--hook-secret-file', '--cron'])(
    'refuse %s without a value',
    async (option) => {
      await expect(read([option, ''])).rejects.toThrow('Write a value, or leave it out');
    },
  );

  it('have no hooks where the variable of their secret is empty', async () => {
    expect((await read([], { IMAGE_SYNCER_HOOK_SECRET: '' })).hooks).toBeUndefined();
  });

  it('take the secret of a file before that of the variable', async () => {
    const file = join(await emptyFolder(), 'secret');
    const env = { IMAGE_SYNCER_HOOK_SECRET: 'other' };
    await writeFile(file, ' mine\r\n');

    expect((await read(['--hook-secret-file', file], env)).hooks?.secret.reveal()).toBe(' mine');
    expect((await read([], env)).hooks?.secret.reveal()).toBe('other');
  });

  it.each<[string, (file: string) => Promise<unknown>, string]>([
    ['empty', (file) => writeFile(file, ' \n'), 'is empty'],
    ['of two lines', (file) => writeFile(file, 'one\ntwo\n'), 'has several lines'],
    ['missing', async () => {}, 'cannot be read: ENOENT'],
    ['a folder', (file) => mkdir(file), 'cannot be read: EISDIR'],
  ])('refuse a secret file that is %s, whatever the variable has', async (_, make, reason) => {
    const file = join(await emptyFolder(), 'secret');
    await make(file);

    const reading = read(['--hook-secret-file', file], { IMAGE_SYNCER_HOOK_SECRET: 'other' });

    await expect(reading).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
      message: expect.stringContaining(`the secret file ${file} ${reason}`),
    });
  });
});
