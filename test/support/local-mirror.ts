import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Definition } from '../../lib/definition/definition.ts';
import { parseDefinition } from '../../lib/definition/parse.ts';
import type {
  EmbeddedRegistry,
  EmbeddedRegistryOptions,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import { type MirrorLocallyOptions, mirrorLocally } from '../../lib/local/mirror-locally.ts';
import type { RunReport } from '../../lib/mirror/run.ts';
import type { Built } from './built.ts';
import { RegistryFixture } from './registry-fixture.ts';
import { store } from './store.ts';

/** Two registries and a folder for the ledger; made by {@link startLocalMirror}. */
export class LocalMirror {
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  readonly ledgerFile: string;
  readonly #folder: string;
  readonly #fixture: RegistryFixture;

  constructor(
    fixture: RegistryFixture,
    folder: string,
    [source, target]: readonly [EmbeddedRegistry, EmbeddedRegistry],
  ) {
    this.source = source;
    this.target = target;
    this.ledgerFile = join(folder, 'ledger.db');
    this.#folder = folder;
    this.#fixture = fixture;
  }

  /** Puts an image into the source, as tag `1` unless told otherwise. */
  async publish(built: Built, repository: string, tag = '1'): Promise<void> {
    await store(built, this.source.storage, { repository, tag });
  }

  /** A definition that takes each of `repositories` to one of the same name at the target, or elsewhere. */
  define(repositories: readonly string[], host = this.target.host): Definition {
    const images = repositories.map((name) => ({
      source: `${this.source.host}/${name}:1`,
      target: `${host}/${name}:1`,
    }));
    return parseDefinition(JSON.stringify({ images }), { file: 'images.yaml', environment: {} });
  }

  run(definition: Definition, given: Partial<MirrorLocallyOptions> = {}): Promise<RunReport> {
    return mirrorLocally(definition, {
      dryRun: false,
      force: false,
      estimateBytes: true,
      ledgerFile: this.ledgerFile,
      workers: 4,
      retries: 0,
      signal: new AbortController().signal,
      settingsOf: () => ({}),
      ...given,
    });
  }

  /** Makes every call of the ledger fail from now on. */
  breakLedger(): void {
    const database = new DatabaseSync(this.ledgerFile);
    database.exec('DROP TABLE IF EXISTS items');
    database.close();
  }

  /** Fails where a connection or an upload session is left at either registry. */
  async end(): Promise<void> {
    await rm(this.#folder, { recursive: true });
    await this.#fixture.end();
  }
}

/** Starts two empty registries, the target with `options`; whoever does must {@link LocalMirror.end} it. */
export async function startLocalMirror(options?: EmbeddedRegistryOptions): Promise<LocalMirror> {
  const fixture = new RegistryFixture();
  const folder = await mkdtemp(join(tmpdir(), 'mirror-'));
  return new LocalMirror(fixture, folder, [await fixture.start(), await fixture.start(options)]);
}
