import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';
import type { CommandProcess } from '../support/command-process.ts';
import { type CommandFolder, openCommandFolder } from './command-folder.ts';
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
  readonly #folder: CommandFolder;

  constructor(
    folder: CommandFolder,
    [source, target]: readonly [EmbeddedRegistry, EmbeddedRegistry],
  ) {
    this.source = source;
    this.target = target;
    this.#folder = folder;
  }

  /** Starts the command, as its folder does. */
  start(): CommandProcess {
    return this.#folder.start();
  }

  /** Lets time pass for whoever died. */
  expireLeases(): void {
    this.#folder.expireLeases();
  }

  /** Ends whatever runs, and removes all of it. */
  async close(): Promise<void> {
    await this.#folder.close();
    await this.source.close();
    await this.target.close();
  }
}

/** The caller closes it. */
export async function openCommandHome({
  command,
  scenario: { referrers },
  storage,
}: CommandHomeOptions): Promise<CommandHome> {
  const source = await startEmbeddedRegistry({ storage });
  const target = await startEmbeddedRegistry({ referrersApi: referrers !== 'tagged' });
  const name = ({ host }: EmbeddedRegistry) => `${host}/${PLACE.repository}:${PLACE.tag}`;
  const folder = await openCommandFolder({ command, source: name(source), target: name(target) });
  return new CommandHome(folder, [source, target]);
}
