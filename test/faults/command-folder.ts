import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CommandProcess, type CommandResult } from '../support/command-process.ts';
import type { Report } from '../support/sync-definition.ts';

export interface CommandFolderOptions {
  /** Path of the command, bundled as it is published. */
  readonly command: string;
  /** Reference of the one image that is mirrored, and where to. */
  readonly source: string;
  readonly target: string;
  /** Default: none beside those for the ledger and the report. */
  readonly args?: readonly string[];
}

/** A folder from which the command mirrors one image, any number of times; made by {@link openCommandFolder}. */
export class CommandFolder {
  readonly #folder: string;
  readonly #options: CommandFolderOptions;
  readonly #started: CommandProcess[] = [];

  constructor(folder: string, options: CommandFolderOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Starts the command, which tells of its requests on stderr and of the outcome on stdout. */
  start(): CommandProcess {
    const { command, args = [] } = this.#options;
    const started = new CommandProcess(
      command,
      ['--debug', '--output', 'json', '--ledger', LEDGER, ...args],
      { folder: this.#folder, env: { HOME: this.#folder } },
    );
    this.#started.push(started);
    return started;
  }

  /** Lets time pass for whoever died: what it held until some time is over. */
  expireLeases(): void {
    const database = new DatabaseSync(join(this.#folder, LEDGER), { timeout: 10_000 });
    database.exec(
      `UPDATE items SET item = json_set(item, '$.until', 0) WHERE item -> '$.until' IS NOT NULL`,
    );
    database.close();
  }

  /** Ends whatever runs, and removes the folder. */
  async close(): Promise<void> {
    for (const started of this.#started) {
      started.kill('SIGKILL');
      await started.result;
    }
    await rm(this.#folder, { recursive: true });
  }
}

const LEDGER = 'ledger.db';

/** The caller closes it. */
export async function openCommandFolder(options: CommandFolderOptions): Promise<CommandFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'command-'));
  const { source, target } = options;
  await writeFile(join(folder, 'images.yaml'), JSON.stringify({ images: [{ source, target }] }));
  return new CommandFolder(folder, options);
}

/** What the command said of its run; throws with all that it said where that is no report. */
export function reportOf(result: CommandResult): Report {
  try {
    return JSON.parse(result.stdout);
  } catch (cause) {
    throw new Error(`no report: ${JSON.stringify(result, null, 2)}`, { cause });
  }
}
