import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A repository `origin` and its clone `copy`, which is a commit behind. */
export class GitPair {
  readonly folder: string;
  /** The definition in the clone: `one` where `two` was committed since. */
  readonly file: string;
  /** An environment in which git finds nothing of the machine's or its user's configuration. */
  readonly env: Readonly<Record<string, string | undefined>>;

  private constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, 'copy', 'images.yaml');
    const { PATH } = process.env;
    this.env = { PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  }

  static async create(): Promise<GitPair> {
    const pair = new GitPair(await mkdtemp(join(tmpdir(), 'git-pair-')));
    await mkdir(join(pair.folder, 'origin'));
    await pair.git('origin', 'init', '--quiet');
    await pair.commit('origin', 'one');
    await pair.git('.', 'clone', '--quiet', 'origin', 'copy');
    await pair.commit('origin', 'two');
    return pair;
  }

  /** Runs git in `origin`, in `copy`, or in `.`, the folder of both. */
  async git(at: 'origin' | 'copy' | '.', ...args: readonly string[]): Promise<void> {
    const who = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.org'];
    await run('git', ['-C', join(this.folder, at), ...who, ...args], { env: this.env });
  }

  /** Makes `text` the definition. */
  async commit(at: 'origin' | 'copy', text: string): Promise<void> {
    await writeFile(join(this.folder, at, 'images.yaml'), text);
    await this.git(at, 'add', '.');
    await this.git(at, 'commit', '--quiet', '--message', text);
  }

  /** A script for `sh` beside them; returns its path. */
  async script(name: string, text: string): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return file;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
