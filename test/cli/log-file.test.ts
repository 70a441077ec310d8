import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutputFileError } from '../../lib/cli/errors.ts';
import { LogFile } from '../../lib/cli/log-file.ts';

const TIME = '2026-11-20T20:00:00.000Z';

const now = () => new Date(TIME);

describe('LogFile', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-'));
    file = join(folder, 'x.log');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('makes the file, and puts the time before each line', async () => {
    const log = new LogFile(file, now);

    log.write('failed  a\n  hint: b\n');
    log.write('copied  c\n');

    expect(log.close()).toBeUndefined();
    expect(await readFile(file, 'utf8')).toBe(
      `${TIME} failed  a\n${TIME}   hint: b\n${TIME} copied  c\n`,
    );
  });

  it('adds to what is there', async () => {
    await writeFile(file, 'before\n');
    const log = new LogFile(file, now);

    log.write('after\n');
    log.close();

    expect(await readFile(file, 'utf8')).toBe(`before\n${TIME} after\n`);
  });

  it('refuses a file that cannot be made and names the option', () => {
    const open = () => new LogFile(join(folder, 'no/x.log'), now);

    expect(open).toThrow(OutputFileError);
    expect(open).toThrow(
      expect.objectContaining({ hint: 'name a file that can be written with --log' }),
    );
  });

  it('loses what a full disk does not take, and tells of it once at the end', () => {
    const log = new LogFile('/dev/full', now);

    log.write('one\n');
    log.write('two\n');

    expect(log.close()?.message).toMatch(/^the file \/dev\/full cannot be written: ENOSPC/);
  });
});
