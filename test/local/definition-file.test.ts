import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DefinitionError } from '../../lib/definition/errors.ts';
import { readDefinitionFile } from '../../lib/local/definition-file.ts';

describe('readDefinitionFile', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'definition-'));
    file = join(folder, 'images.yaml');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('reads what the file says, with the options of whoever asks', async () => {
    await writeFile(file, 'images: [{ source: busybox:1 }]');

    const { images } = await readDefinitionFile(file, {
      environment: {},
      targetRepoPrefix: 'mirror.example/',
    });

    expect(images).toMatchObject([
      { target: { registry: 'mirror.example', repository: 'busybox', tag: '1' } },
    ]);
  });

  it('names the file where a mistake stands', async () => {
    await writeFile(file, 'images: [{ source: Busybox:1, target: mirror.example/x }]');

    await expect(readDefinitionFile(file, { environment: {} })).rejects.toMatchObject({
      problems: [{ file, line: 1 }],
    });
  });

  it('reads the logins of the auth file too', async () => {
    const authFile = join(folder, 'auth.json');
    await writeFile(file, '{ "quay.io/a/b:1": "mirror.example/b" }');
    await writeFile(authFile, '{ "quay.io": { "username": "$USER", "password": "p" } }');

    const { registries } = await readDefinitionFile(file, { environment: { USER: 'u' }, authFile });

    expect([...registries]).toEqual([
      ['quay.io', { credentials: { kind: 'basic', username: 'u', password: 'p' } }],
    ]);
  });

  it('makes a mistake of an auth file that is missing', async () => {
    const authFile = join(folder, 'auth.yaml');
    await writeFile(file, 'images: [{ source: busybox:1, target: mirror.example/x }]');

    const reading = readDefinitionFile(file, { environment: {}, authFile });

    await expect(reading).rejects.toMatchObject({
      problems: [
        {
          file: authFile,
          message: expect.stringMatching(/^the file cannot be read: ENOENT/),
          hint: 'name the file that holds your credentials with --auth',
        },
      ],
    });
  });

  it("refuses a name that does not go with Aliyun's format", async () => {
    const named = join(folder, 'images.txt');
    await writeFile(named, 'quay.io/a/b:1: mirror.example/b');

    await expect(readDefinitionFile(named, { environment: {} })).rejects.toMatchObject({
      problems: [{ file: named, message: expect.stringContaining('.yml, .yaml or .json') }],
    });
  });

  it.each([
    ['Latin-1', Buffer.from('images:\n  # für später\n', 'latin1'), 2],
    ['UTF-16', Buffer.from('\uFEFFimages: []\n', 'utf16le'), 1],
  ])('says where a file in %s is not to be read', async (_, bytes, line) => {
    await writeFile(file, bytes);

    await expect(readDefinitionFile(file, { environment: {} })).rejects.toMatchObject({
      problems: [
        {
          file,
          line,
          column: 1,
          message: 'the file is not text in UTF-8',
          hint: 'save it in UTF-8',
        },
      ],
    });
  });

  it('refuses a file that is too long, wherever it is cut', async () => {
    await writeFile(file, 'é'.repeat(4_000_000));

    await expect(readDefinitionFile(file, { environment: {} })).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining('longer than 6291456 bytes') }],
    });
  });

  it.each([
    ['is missing', 'missing.yaml', /^the file cannot be read: ENOENT/],
    ['is a folder', '', /^the file cannot be read: EISDIR/],
  ])('makes a mistake in the definition of a file that %s', async (_, name, message) => {
    const unreadable = join(folder, name);

    const reading = readDefinitionFile(unreadable, { environment: {} });

    await expect(reading).rejects.toBeInstanceOf(DefinitionError);
    await expect(reading).rejects.toMatchObject({
      problems: [
        {
          file: unreadable,
          line: 1,
          column: 1,
          message: expect.stringMatching(message),
          hint: 'name the file that lists your images with --images-file',
        },
      ],
    });
  });
});
