import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reporting } from '../../../lib/local/oci-layout/errors.ts';
import { image } from '../../support/image-builder.ts';
import { openLayout, put, useFolder } from './layouts.ts';

/** What the system throws when it refuses a call. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: refused, open '/layout/index.json'`), {
    code,
    syscall: 'open',
  });
}

describe('a LayoutError', () => {
  it.each([
    ['EACCES', 'auth', 'DENIED', 'right to read'],
    ['EROFS', 'auth', 'DENIED', 'right to read'],
    ['ENOSPC', 'quota', 'QUOTA_EXCEEDED', 'make room'],
    ['EDQUOT', 'quota', 'QUOTA_EXCEEDED', 'make room'],
    ['ENOENT', 'not-found', 'NOT_FOUND', 'check the path'],
    ['EIO', 'internal', 'LAYOUT_UNUSABLE', 'or name another one'],
  ])('says of %s that it is about %s', async (code, kind, meaning, hint) => {
    const cause = systemError(code);

    const failing = reporting('/layout', 'written', () => Promise.reject(cause));

    await expect(failing).rejects.toMatchObject({
      name: 'LayoutError',
      message: `the OCI layout /layout cannot be written: ${cause.message}`,
      kind,
      code: meaning,
      hint: expect.stringContaining(hint),
      retryable: false,
      cause,
    });
  });

  it('is not made of what the system has not refused', async () => {
    const reason = new Error('interrupted');

    await expect(reporting('/layout', 'read', () => Promise.reject(reason))).rejects.toBe(reason);
  });
});

describe('a folder that cannot be a layout', () => {
  const folder = useFolder();

  it.each([
    ['is a file', async (path: string) => writeFile(path, 'a file')],
    [
      'has a file in the place of its blobs',
      async (path: string) => {
        await mkdir(path);
        await writeFile(join(path, 'blobs'), 'a file');
      },
    ],
  ])('fails with its path where it %s', async (_, spoil) => {
    const path = join(folder(), 'app');
    await spoil(path);

    await expect(put(image(), openLayout(path), '1')).rejects.toMatchObject({
      code: 'LAYOUT_UNUSABLE',
      message: expect.stringContaining(path),
    });
  });

  it.each([
    ['is no JSON', 'nothing'],
    ['lists no descriptors', '{"manifests": ["nothing"]}'],
  ])('is refused where index.json %s', async (_, text) => {
    await writeFile(join(folder(), 'index.json'), text);

    await expect(openLayout(folder()).resolve('1')).rejects.toMatchObject({
      code: 'LAYOUT_UNUSABLE',
      message: expect.stringContaining(`${folder()} has an index.json that cannot be used`),
    });
  });
});
