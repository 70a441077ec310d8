import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { describeWith } from './describe-with.ts';
import {
  type DockerRegistry,
  type DockerRegistryOptions,
  startDockerRegistry,
} from './docker-registry.ts';
import { image } from './image-builder.ts';
import { push } from './push.ts';
import { rawManifest } from './raw-manifest.ts';

describeWith(['docker-registry'], 'startDockerRegistry', () => {
  const started: DockerRegistry[] = [];

  async function start(options?: DockerRegistryOptions): Promise<DockerRegistry> {
    const registry = await startDockerRegistry(options);
    started.push(registry);
    return registry;
  }

  afterEach(async () => {
    for (const registry of started.splice(0)) await registry.stop();
  });

  it('starts registries side by side', async () => {
    const [first, second] = [await start(), await start()];

    expect(first.host).not.toBe(second.host);
    for (const { url } of [first, second]) {
      expect(await statusOf(new URL('/v2/', url))).toBe(200);
    }
  });

  it('counts the upload sessions that are open', async () => {
    const { url, uploadSessions } = await start();
    const uploads = new URL('/v2/team/app/blobs/uploads/', url);
    await push(image(), url, { repository: 'team/app', tag: '1' });
    const before = await uploadSessions();

    const session = await fetch(uploads, { method: 'POST' });
    const during = await uploadSessions();
    await fetch(session.headers.get('location') ?? '', { method: 'DELETE' });

    expect([before, during, await uploadSessions()]).toEqual([0, 1, 0]);
  });

  it('deletes manifests only when it was told so', async () => {
    const built = image();
    const path = `/v2/app/manifests/${built.root.descriptor.digest}`;
    const [deleting, keeping] = [await start(), await start({ deleteEnabled: false })];
    for (const { url } of [deleting, keeping]) await push(built, url, { repository: 'app' });

    expect(await statusOf(new URL(path, deleting.url), 'DELETE')).toBe(202);
    expect(await statusOf(new URL(path, keeping.url), 'DELETE')).toBe(405);
  });

  it('comes back after a crash with its content, on the same port', async () => {
    const crashed = await start();
    const built = image();
    await push(built, crashed.url, { repository: 'app', tag: '1' });
    await crashed.kill();

    const { url } = await start({ folder: crashed.folder, port: crashed.port });

    expect(url).toEqual(crashed.url);
    expect(await rawManifest(url, 'app', '1')).toEqual(Buffer.from(built.root.bytes));
  });

  it('says so when the port it was given is taken', async () => {
    const { port } = await start();

    await expect(start({ port })).rejects.toThrow('address already in use');
  });

  it('stops answering and removes its folder when stopped', async () => {
    const { url, folder, stop } = await start();

    await stop();

    await expect(fetch(url)).rejects.toThrow();
    await expect(access(folder)).rejects.toThrow('ENOENT');
  });

  it('ends with the process that started it, even if that is killed', async () => {
    const module = JSON.stringify(new URL('./docker-registry.ts', import.meta.url));
    const script = `
      const { startDockerRegistry } = await import(${module});
      process.stdout.write((await startDockerRegistry()).url.href);
      setInterval(() => {}, 1000);`;
    const scratch = await mkdtemp(join(tmpdir(), 'starter-'));
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, TMPDIR: scratch },
    });
    const [url] = await once(starter.stdout.setEncoding('utf8'), 'data');

    starter.kill('SIGKILL');
    await once(starter, 'exit');
    await rm(scratch, { recursive: true });

    await expect
      .poll(() =>
        fetch(url).then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('down');
  });
});

async function statusOf(url: URL, method = 'GET'): Promise<number> {
  const response = await fetch(url, { method });
  await response.body?.cancel();
  return response.status;
}
