import { execFile } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChangeManner } from './definition-changes.ts';

const DEFINITION = 'images.yaml';

const AUTHOR = ['-c', 'user.name=soak', '-c', 'user.email=soak@example.com'];

/** A git working copy with a definition in it, and the repository that it follows. */
export class WorkingCopy {
  readonly file: string;
  readonly #copy: string;
  readonly #author: string;

  private constructor(folder: string) {
    this.#author = join(folder, 'author');
    this.#copy = join(folder, 'copy');
    this.file = join(this.#copy, DEFINITION);
  }

  /** Makes both in `folder`, with a first definition. */
  static async create(folder: string, text: string): Promise<WorkingCopy> {
    const copy = new WorkingCopy(folder);
    await mkdir(copy.#author, { recursive: true });
    await git(copy.#author, ['init', '--quiet']);
    await copy.#commit(text);
    await git(folder, ['clone', '--quiet', copy.#author, copy.#copy]);
    return copy;
  }

  /** Gives the definition other content. */
  async change(text: string, manner: ChangeManner): Promise<void> {
    switch (manner) {
      case 'written':
      case 'broken':
        return await writeFile(this.file, text);
      case 'renamed':
        await writeFile(`${this.file}.new`, text);
        return await rename(`${this.file}.new`, this.file);
      case 'checked out':
        await this.#commit(text);
        await git(this.#copy, ['fetch', '--quiet', 'origin', 'HEAD']);
        return await git(this.#copy, ['checkout', '--quiet', '--force', '--detach', 'FETCH_HEAD']);
    }
  }

  async #commit(text: string): Promise<void> {
    await writeFile(join(this.#author, DEFINITION), text);
    await git(this.#author, ['add', DEFINITION]);
    await git(this.#author, [
      ...AUTHOR,
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'Other images',
    ]);
  }
}

async function git(folder: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)('git', ['-C', folder, ...args]);
}
