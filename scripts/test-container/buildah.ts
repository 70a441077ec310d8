import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Without namespaces of its own, so that it also runs inside a container. */
const ISOLATION = ['--isolation', 'chroot'];

/** Builds and runs containers whose storage is in a folder, and goes with that. */
export class Buildah {
  readonly #settings: readonly string[];
  readonly #root: string;

  /** Paths in builds are below `root`. */
  constructor(folder: string, root: string) {
    const storage = ['--storage-driver', 'vfs', '--root', join(folder, 'root')];
    this.#settings = [...storage, '--runroot', join(folder, 'run')];
    this.#root = root;
  }

  build(tag: string, context: string, options: readonly string[] = []): void {
    this.#ask('bud', '-q', ...ISOLATION, ...options, '-t', tag, context);
  }

  /** A container of the image; returns its name. */
  create(tag: string): string {
    return this.#ask('from', '--pull-never', `localhost/${tag}`);
  }

  /** What a program says that is run in a container as its image wants. */
  run(container: string, words: readonly string[]): string {
    return this.#ask('run', ...ISOLATION, container, '--', ...words);
  }

  /** Starts a program in a container, whose output stands in this one's. */
  start(container: string, words: readonly string[]): ChildProcess {
    const args = [...this.#settings, 'run', ...ISOLATION, container, '--', ...words];
    return spawn('buildah', args, { cwd: this.#root, stdio: 'inherit' });
  }

  #ask(...words: readonly string[]): string {
    const args = [...this.#settings, ...words];
    const { status, stdout, stderr } = spawnSync('buildah', args, {
      cwd: this.#root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`buildah ${args.join(' ')} failed: ${stderr}`);
    return stdout.trim();
  }
}
