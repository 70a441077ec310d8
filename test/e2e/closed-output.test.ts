import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { listTags } from '../support/list-tags.ts';
import { push } from '../support/push.ts';
import { useWorkplace } from '../support/workplace.ts';

const ENTRY = join(import.meta.dirname, '../../bin/image-syncer.ts');

describe('output that nobody reads', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();

  function start(...args: readonly string[]) {
    const { folder } = workplace();
    return spawn(process.execPath, [ENTRY, ...args], {
      cwd: folder,
      env: { HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  it('does not end a run', async () => {
    const [source, target] = [await startRegistry(), await startRegistry()];
    await push(image(), source.url, { repository: 'app', tag: '1' });
    const entry = { source: `${source.host}/app:1`, target: `${target.host}/app` };
    await workplace().write('images.yaml', { images: [entry] });

    const child = start('sync', '--debug');
    child.stderr.destroy();
    child.stdout.resume();
    const [exitCode] = await once(child, 'exit');

    expect(exitCode).toBe(0);
    expect(await listTags(target.url, 'app')).toEqual(['1']);
    expect(target.uploads).toBe(0);
  });

  it('is told by the exit code alone where it was the answer', async () => {
    const child = start('schema');
    child.stdout.destroy();
    const words = child.stderr.setEncoding('utf8').toArray();
    const [exitCode] = await once(child, 'exit');

    expect(exitCode).toBe(1);
    expect(await words).toEqual([]);
  });
});
