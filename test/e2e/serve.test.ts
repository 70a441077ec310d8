import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliProcess } from '../support/cli-process.ts';
import { type CommandMirror, useCommandMirror } from '../support/command-mirror.ts';
import { freePort } from '../support/free-port.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { untilAsked } from '../support/until-asked.ts';

/** A process must start first, on a machine that may be busy. */
const PATIENT = { timeout: 30_000, interval: 50 };
const SECRET = 'a secret that both sides know';

interface RunDocument {
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

describe('image-syncer serve', () => {
  const mirror = useCommandMirror();

  it('mirrors, shows it, and ends in order when it is told to', async () => {
    const service = await serve(mirror());
    await untilRuns(service.url, [{ state: 'completed', counts: { copied: 1 } }]);

    const page = await (await fetch(service.url)).text();
    const [, script = ''] = /src="(\/assets\/\w+\/live\.js)"/.exec(page) ?? [];
    const live = await (await fetch(new URL(script, service.url))).text();
    service.process.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await service.process.result;

    expect(page).toContain(`${mirror().target.host}/`);
    expect(live).toContain('EventSource');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toMatch(/listening at http:\/\/127\.0\.0\.1:\d+\n.*1 copied.*\n.*stopping\n$/s);
    expect(await mirror().mirrored()).toEqual(['1']);
  });

  it('goes on with its run when it was killed, and lets no other process serve meanwhile', async () => {
    const { source } = mirror();
    await push(image({ seed: 2 }), source.url, { repository: 'other', tag: '1' });
    await mirror().define([mirror().entry(), mirror().entry('other')]);
    const repair = source.play({ path: /\/other\/blobs\//, do: { kind: 'stall' } });
    const former = await serve(mirror());
    await untilAsked(source, 'GET', '/other/blobs/');
    await untilRuns(former.url, [{ state: 'planned', counts: { copied: 1 } }]);

    const second = await mirror().run(['serve', '--listen', '127.0.0.1:0']);
    former.process.kill('SIGKILL');
    await former.process.result;
    repair();
    const service = await serve(mirror());

    await untilRuns(service.url, [{ state: 'completed', counts: { copied: 2 } }]);
    expect(second).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is served by') });
  });

  it('pulls its working copy when a hook tells of a push', async () => {
    const origin = join(mirror().workplace.folder, 'origin');
    const copy = join(mirror().workplace.folder, 'copy');
    git('init', '--quiet', '--initial-branch=main', origin);
    await commit(origin, [mirror().entry()]);
    git('clone', '--quiet', origin, copy);
    const file = join(copy, 'images.yaml');
    const hooked = ['-i', file, '--pull', '--every', 'never', '--hook-branch', 'main'];
    const service = await serve(mirror(), hooked, { IMAGE_SYNCER_HOOK_SECRET: SECRET });
    await untilRuns(service.url, [{ state: 'completed', counts: { copied: 1 } }]);

    await push(image({ seed: 2 }), mirror().source.url, { repository: 'other', tag: '1' });
    await commit(origin, [mirror().entry(), mirror().entry('other')]);
    const unsigned = await hook(service.url, 'another secret');
    const signed = await hook(service.url, SECRET);

    expect([unsigned.status, signed.status]).toEqual([401, 202]);
    await untilRuns(service.url, [
      { counts: { copied: 1, unchanged: 1 } },
      { counts: { copied: 1, unchanged: 0 } },
    ]);
  });

  async function commit(folder: string, images: readonly object[]): Promise<void> {
    await mirror().workplace.write(join('origin', 'images.yaml'), { images });
    git('-C', folder, 'add', '--all');
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    git('-C', folder, ...identity, 'commit', '--quiet', '-m', 'images');
  }
});

function git(...args: readonly string[]): void {
  execFileSync('git', args);
}

async function serve(
  { workplace }: CommandMirror,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly process: CliProcess; readonly url: URL }> {
  const port = await freePort();
  const process = workplace.start(['serve', '--listen', `127.0.0.1:${port}`, ...args], {
    PATH: String(globalThis.process.env['PATH']),
    ...env,
  });
  const url = new URL(`http://127.0.0.1:${port}/`);
  await expect.poll(() => statusOf(new URL('/healthz', url)), PATIENT).toBe(200);
  return { process, url };
}

async function statusOf(url: URL): Promise<number> {
  return await fetch(url).then(
    ({ status }) => status,
    () => 0,
  );
}

async function untilRuns(url: URL, runs: readonly object[]): Promise<void> {
  const listed = async (): Promise<readonly RunDocument[]> => {
    const answer = await fetch(new URL('/api/runs', url));
    const { runs } = (await answer.json()) as { readonly runs: readonly RunDocument[] };
    return runs;
  };
  await expect.poll(listed, PATIENT).toMatchObject(runs);
}

function hook(url: URL, secret: string): Promise<Response> {
  const body = JSON.stringify({ ref: 'refs/heads/main', after: 'a'.repeat(40), commits: [] });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return fetch(new URL('/hooks/push', url), {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-hub-signature-256': `sha256=${signature}`,
    },
  });
}
