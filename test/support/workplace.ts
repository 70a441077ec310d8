import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { CliProcess, type CliResult } from './cli-process.ts';

export type Variables = Readonly<Record<string, string>>;

/** A folder of its own in which the command line runs, and which is its home too. */
export class Workplace {
  readonly folder: string;
  readonly #started: CliProcess[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** The caller closes it. */
  static async open(): Promise<Workplace> {
    return new Workplace(await mkdtemp(join(tmpdir(), 'workplace-')));
  }

  /** Writes `file`, a path in the folder; what is no text is written as JSON, which is YAML too. */
  async write(file: string, content: string | object): Promise<string> {
    const path = join(this.folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return path;
  }

  /** Starts the command line with `env` as its only variables beside HOME. */
  start(args: readonly string[], env: Variables = {}): CliProcess {
    const options = { folder: this.folder, env: { HOME: this.folder, ...env } };
    const process = new CliProcess(args, options);
    this.#started.push(process);
    return process;
  }

  /** Runs the command line to its end. */
  run(args: readonly string[], env: Variables = {}): Promise<CliResult> {
    return this.start(args, env).result;
  }

  /** Ends whatever still runs and removes the folder. */
  async close(): Promise<void> {
    for (const process of this.#started) {
      process.kill('SIGKILL');
      await process.result;
    }
    await rm(this.folder, { recursive: true });
  }
}

/** Gives each test a workplace, by the function that is returned. */
export function useWorkplace(): () => Workplace {
  let workplace: Workplace;

  beforeEach(async () => {
    workplace = await Workplace.open();
  });

  afterEach(() => workplace.close());

  return () => workplace;
}
