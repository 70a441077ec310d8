import { beforeEach, describe, expect, it } from 'vitest';
import type { FileContent, FileReading } from '../../../lib/serve/watch/file-reading.ts';
import { WatchedFile } from '../../../lib/serve/watch/watched-file.ts';

/** A file on a file system whose times are as a test says. */
class ScriptedFile implements FileReading {
  signature = 'at noon';
  content: FileContent = { identity: 'one', isRead: true };
  readings = 0;
  /** Happens while the content is read. */
  meanwhile: () => void = () => {};

  async readSignature(): Promise<string> {
    return this.signature;
  }

  async readContent(): Promise<FileContent> {
    this.readings += 1;
    const { content } = this;
    this.meanwhile();
    return content;
  }

  write(identity: string, signature = this.signature): void {
    this.content = { identity, isRead: true };
    this.signature = signature;
  }
}

describe('WatchedFile', () => {
  let file: ScriptedFile;
  let watched: WatchedFile;
  let nowMs: number;

  beforeEach(async () => {
    file = new ScriptedFile();
    watched = new WatchedFile('images.yaml', file);
    nowMs = 0;
    await watched.begin();
  });

  /** What looks find that are a second apart. */
  async function looks(count: number): Promise<boolean[]> {
    const found: boolean[] = [];
    for (let look = 0; look < count; look += 1) {
      nowMs += 1000;
      found.push(await watched.look(nowMs));
    }
    return found;
  }

  it('finds an edit right after it was begun, which the times do not show', async () => {
    file.write('two');

    expect(await looks(2)).toEqual([true, false]);
  });

  it('finds a second edit within the step of the times that the first was found in', async () => {
    await looks(5);
    file.write('two', 'a second later');
    expect(await looks(2)).toEqual([false, true]);

    file.write('three');

    expect(await looks(2)).toEqual([true, false]);
  });

  it('finds an edit at the very end of the coarsest step', async () => {
    await looks(2);

    file.write('two');

    expect(await looks(1)).toEqual([true]);
  });

  it('reads nothing once the times would show an edit', async () => {
    await looks(3);
    file.readings = 0;

    await looks(10);

    expect(file.readings).toBe(0);
  });

  it('waits for whoever writes while it is read', async () => {
    await looks(5);
    file.write('half', 'a second later');
    await looks(1);
    file.meanwhile = () => {
      file.meanwhile = () => {};
      file.write('whole', 'two seconds later');
    };

    expect(await looks(3)).toEqual([false, true, false]);
  });

  it('goes on reading where that fails although the file stands still', async () => {
    file.content = { identity: 'EIO', isRead: false };
    expect(await looks(10)).toEqual([true, ...Array(9).fill(false)]);

    file.write('one');

    expect(await looks(2)).toEqual([true, false]);
  });
});
