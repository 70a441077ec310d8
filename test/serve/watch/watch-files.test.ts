import { execFile } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { watchFiles } from '../../../lib/serve/watch/watch-files.ts';
import { GitPair } from '../../support/git-pair.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const run = promisify(execFile);

describe('watchFiles', () => {
  let folder: string;
  let file: string;
  let clock: ManualClock;
  let told: number;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watch-'));
    file = join(folder, 'folder', 'images.yaml');
    await mkdir(join(folder, 'folder'));
    await writeFile(file, 'one');
    clock = new ManualClock();
    told = 0;
  });

  afterEach(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  async function watch(...files: readonly string[]): Promise<void> {
    const abort = new AbortController();
    const changed = () => {
      told += 1;
    };
    const { ended } = await watchFiles(files, { clock, changed, signal: abort.signal });
    stop = () => {
      abort.abort();
      return ended;
    };
  }

  /** How often a change was told after so many polls more. */
  async function polls(count: number): Promise<number> {
    for (let poll = 0; poll < count; poll += 1) {
      clock.advance(1000);
      while (clock.sleepers === 0) await turn();
    }
    return told;
  }

  async function replaceFolder(): Promise<void> {
    await rm(join(folder, 'folder'), { recursive: true });
    await writeFile(join(folder, 'folder'), 'two');
  }

  async function replaceByPipe(): Promise<void> {
    await rm(file);
    await run('mkfifo', [file]);
  }

  it.each<[string, () => Promise<void>]>([
    ['written in place', () => writeFile(file, 'two')],
    ['deleted', () => rm(file)],
    ['in a folder that becomes a file', replaceFolder],
    ['replaced by a folder', () => rm(file).then(() => mkdir(file))],
    ['replaced by a pipe that nobody writes to', replaceByPipe],
    ['replaced by a link to itself', () => rm(file).then(() => symlink(file, file))],
    [
      'replaced by a rename',
      async () => {
        await writeFile(`${file}.new`, 'two');
        await rename(`${file}.new`, file);
      },
    ],
    [
      'behind a link that is swapped',
      async () => {
        await writeFile(join(folder, 'folder', 'b'), 'two');
        await symlink('b', join(folder, 'link'));
        await rename(join(folder, 'link'), file);
      },
    ],
    [
      'changed with its size and time kept',
      async () => {
        const { atime, mtime } = await stat(file);
        await writeFile(file, 'two');
        await utimes(file, atime, mtime);
      },
    ],
  ])('tells once of a file that is %s', async (_, change) => {
    await watch(file);
    await polls(5);

    await change();

    expect(await polls(6)).toBe(1);
  });

  it('tells once of each checkout of another commit', async () => {
    const pair = await GitPair.create();
    onTestFinished(() => pair.remove());
    await pair.git('copy', 'pull', '--quiet');
    await watch(pair.file);
    await polls(5);

    await pair.git('copy', 'checkout', '--quiet', 'HEAD~1');
    expect(await polls(6)).toBe(1);
    await pair.git('copy', 'checkout', '--quiet', '-');

    expect(await polls(6)).toBe(2);
  });

  it('tells once of files that change together', async () => {
    const other = join(folder, 'auth.json');
    await watch(file, other);

    await Promise.all([writeFile(file, 'two'), writeFile(other, '{}')]);

    expect(await polls(6)).toBe(1);
  });

  it('tells nothing of a touch, nor of the same text written again', async () => {
    await watch(file);
    await polls(5);

    await utimes(file, 1, 1);
    await polls(5);
    await writeFile(file, 'one');

    expect(await polls(6)).toBe(0);
  });

  it('tells nothing of a file that is gone for a moment', async () => {
    await watch(file);
    await polls(5);

    await rm(file);
    await polls(1);
    await writeFile(file, 'one');

    expect(await polls(6)).toBe(0);
  });

  it('tells of a file that comes back with other content', async () => {
    await watch(file);
    await rm(file);
    await polls(3);

    await writeFile(file, 'two');

    expect(await polls(3)).toBe(2);
  });

  it('waits until a file stands still', async () => {
    await watch(file);
    for (const part of ['a', 'b', 'c']) {
      await appendFile(file, part);
      expect(await polls(1)).toBe(0);
    }

    expect(await polls(3)).toBe(1);
  });
});
