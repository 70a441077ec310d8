import {
  appendFile,
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
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchFiles } from '../../../lib/serve/watch/watch-files.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('watchFiles', () => {
  let folder: string;
  let file: string;
  let clock: ManualClock;
  let told: number;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watch-'));
    file = join(folder, 'images.yaml');
    await writeFile(file, 'one');
    clock = new ManualClock();
    told = 0;
  });

  afterEach(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  async function watch(): Promise<void> {
    const abort = new AbortController();
    const changed = () => {
      told += 1;
    };
    const { ended } = await watchFiles([file], { clock, changed, signal: abort.signal });
    stop = () => {
      abort.abort();
      return ended;
    };
  }

  async function polls(count: number): Promise<number> {
    for (let poll = 0; poll < count; poll += 1) {
      clock.advance(1000);
      await vi.waitUntil(() => clock.sleepers === 1);
    }
    return told;
  }

  it.each<[string, () => Promise<void>]>([
    ['written in place', () => writeFile(file, 'two')],
    ['deleted', () => rm(file)],
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
        await writeFile(join(folder, 'b'), 'two');
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
    await watch();
    await polls(5);

    await change();

    expect(await polls(6)).toBe(1);
  });

  it('tells nothing of a touch', async () => {
    await watch();

    await utimes(file, 1, 1);

    expect(await polls(6)).toBe(0);
  });

  it('tells of a file that comes back with other content', async () => {
    await watch();
    await rm(file);
    await polls(3);

    await writeFile(file, 'two');

    expect(await polls(3)).toBe(2);
  });

  it('waits until a file stands still', async () => {
    await watch();
    for (const part of ['a', 'b', 'c']) {
      await appendFile(file, part);
      expect(await polls(1)).toBe(0);
    }

    expect(await polls(3)).toBe(1);
  });
});
