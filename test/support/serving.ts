import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import { InterruptedError } from '../../lib/mirror/interrupted-error.ts';
import { DefinitionFile } from '../../lib/serve/engine/definition-file.ts';
import { createEngine, type Engine } from '../../lib/serve/engine/engine.ts';
import type { EngineOptions } from '../../lib/serve/engine/engine-options.ts';
import type { ServiceEvent } from '../../lib/serve/events.ts';
import { neverSchedule } from '../../lib/serve/schedule/schedule.ts';
import { IdleClock } from './idle-clock.ts';
import { type LocalMirror, startLocalMirror } from './local-mirror.ts';

/** An engine that serves in this process, and what was heard of it. */
export interface ServedEngine extends Engine {
  readonly events: readonly ServiceEvent[];
  /** Resolves to the first event of a kind that `isMeant`, also one that came before. */
  until<Type extends ServiceEvent['type']>(
    type: Type,
    isMeant?: (event: Extract<ServiceEvent, { type: Type }>) => boolean,
  ): Promise<Extract<ServiceEvent, { type: Type }>>;
  /** Ends it as SIGTERM does. */
  stop(): Promise<void>;
  /** Resolves to what it fails with, as it is expected to. */
  failure(): Promise<unknown>;
}

/** Two registries, a definition and a ledger, which engines serve one after another; made by {@link startServing}. */
export class Serving {
  readonly mirror: LocalMirror;
  readonly clock: IdleClock;
  readonly file: string;
  readonly #folder: string;
  readonly #engines = new Set<ServedEngine>();
  #heard = 0;

  constructor(mirror: LocalMirror, folder: string) {
    this.mirror = mirror;
    this.#folder = folder;
    this.file = join(folder, 'images.yaml');
    const { source, target } = mirror;
    this.clock = new IdleClock(() => source.requests.length + target.requests.length + this.#heard);
  }

  /** Writes a definition that takes each of `names` to the target. */
  async define(names: readonly string[]): Promise<void> {
    const { source, target } = this.mirror;
    const images = names.map((name) => ({
      source: `${source.host}/${name}:1`,
      target: `${target.host}/${name}:1`,
    }));
    await this.write(JSON.stringify({ images }));
  }

  async write(text: string): Promise<void> {
    await writeFile(this.file, text);
  }

  /** Lets no manifest of `name` leave the source until the function that is returned is called. */
  hold(name: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const path = new RegExp(`/${name}/manifests/`);
    const stop = this.mirror.source.play({
      path,
      do: { kind: 'meanwhile', happens: () => promise },
    });
    return () => {
      stop();
      resolve();
    };
  }

  targetOf(name: string): string {
    return `${this.mirror.target.host}/${name}:1`;
  }

  openLedger(): EngineOptions['ledger'] {
    return openSqliteLedger(this.mirror.ledgerFile, { clock: this.clock });
  }

  serve(given: Partial<EngineOptions> = {}): ServedEngine {
    const controller = new AbortController();
    const ledger = this.openLedger();
    const engine = createEngine({
      file: new DefinitionFile(this.file, { environment: {} }),
      ledger,
      schedule: neverSchedule,
      settleAccess: async () => ({
        settingsOf: () => ({}),
        credentialsOf: () => 'anonymous',
        proxies: {},
        credentialsPlace: 'in the test',
      }),
      ...{ workers: 4, retries: 0, clock: this.clock, random: () => 0 },
      signal: controller.signal,
      ...given,
    });
    const events = this.#listen(engine);
    const served = engine.serve().finally(() => ledger.close());
    // Awaited by stop(), which may come after it has failed.
    served.catch(() => {});
    const stop = () => {
      controller.abort(new InterruptedError());
      return served;
    };
    const failure = () => {
      this.#engines.delete(running);
      return served.then(
        () => undefined,
        (error: unknown) => error,
      );
    };
    const running = { ...engine, ...events, stop, failure };
    this.#engines.add(running);
    return running;
  }

  /** Fails where an engine did, or a connection or an upload session is left at either registry. */
  async end(): Promise<void> {
    for (const engine of this.#engines) await engine.stop();
    await this.clock.end();
    await rm(this.#folder, { recursive: true });
    await this.mirror.end();
  }

  #listen(engine: Engine): Pick<ServedEngine, 'events' | 'until'> {
    const events: ServiceEvent[] = [];
    engine.view.subscribe((event) => {
      events.push(event);
      this.#heard += 1;
    });
    const until: ServedEngine['until'] = (type, isMeant = () => true) =>
      new Promise((resolve) => {
        const look = (event: ServiceEvent) => {
          if (event.type !== type) return;
          const meant = event as Parameters<typeof isMeant>[0];
          if (isMeant(meant)) resolve(meant);
        };
        for (const event of events) look(event);
        engine.view.subscribe(look);
      });
    return { events, until };
  }
}

export async function startServing(): Promise<Serving> {
  const folder = await mkdtemp(join(tmpdir(), 'serving-'));
  return new Serving(await startLocalMirror(), folder);
}
