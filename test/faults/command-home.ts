import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';
import { CommandProcess, type CommandResult } from '../support/command-process.ts';
import type { Report } from '../support/sync-definition.ts';
import { PLACE, type Scenario } from './scenario.ts';

export interface CommandHomeOptions {
  /** Path of the command, bundled as it is published. */
  readonly command: string;
  readonly scenario: Scenario;
  /** Of the source; the target begins empty. */
  readonly storage: RegistryStorage;
}

/** Two registries in this process and a folder from which the command mirrors one image; made by {@link openCommandHome}. */
export class CommandHome {
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  readonly #command: string;
  readonly #folder: string;
  readonly #started: CommandProcess[] = [];

  constructor(
    { command }: CommandHomeOptions,
    folder: string,
    [source, target]: readonly [EmbeddedRegistry, EmbeddedRegistry],
  ) {
    this.source = source;
    this.target = target;
    this.#command = command;
    this.#folder = folder;
  }

  /** Starts the command, which tells of its requests on stderr and of the outcome on stdout. */
  start(): CommandProcess {
    const args = ['--debug', '--output', 'json', '--ledger', LEDGER];
    const started = new CommandProcess(this.#command, args, {
      folder: this.#folder,
      env: { HOME: this.#folder },
    });
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

  /** Ends whatever runs, and removes all of it. */
  async close(): Promise<void> {
    for (const started of this.#started) {
      started.kill('SIGKILL');
      await started.result;
    }
    await this.source.close();
    await this.target.close();
    await rm(this.#folder, { recursive: true });
  }
}

const LEDGER = 'ledger.db';

/** The caller closes it. */
export async function openCommandHome(options: CommandHomeOptions): Promise<CommandHome> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  const source = await startEmbeddedRegistry({ storage: options.storage });
  const target = await startEmbeddedRegistry();
  const name = ({ host }: EmbeddedRegistry) => `${host}/${PLACE.repository}:${PLACE.tag}`;
  const definition = { images: [{ source: name(source), target: name(target) }] };
  await writeFile(join(folder, 'images.yaml'), JSON.stringify(definition));
  return new CommandHome(options, folder, [source, target]);
}

/** What the command said of its run; throws with all that it said where that is no report. */
export function reportOf(result: CommandResult): Report {
  try {
    return JSON.parse(result.stdout);
  } catch (cause) {
    throw new Error(`no report: ${JSON.stringify(result, null, 2)}`, { cause });
  }
}
