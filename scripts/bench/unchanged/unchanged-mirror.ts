import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skopeoEach } from '../copy-commands.ts';
import type { Figures } from '../figures.ts';
import { type FilledRegistry, startFilledRegistry } from '../filled/start-filled-registry.ts';
import { type Command, measure } from '../measure.ts';
import { type Relay, startRelay } from '../relay/start-relay.ts';
import { definitionOf, type Hosts, type MirroredImage } from './mirrored-images.ts';

const IMAGE_SYNCER = join(import.meta.dirname, '../../../dist/image-syncer.js');

/** Much of the first run is waiting, which is not what is measured. */
const FIRST_RUN_AT_A_TIME = 64;

export interface MirrorOptions {
  readonly folder: string;
  readonly images: readonly MirroredImage[];
  readonly roundTripMs: number;
}

/** Images that are in place, and a ledger that knows it. */
export class UnchangedMirror {
  readonly #folder: string;
  readonly #relays: Readonly<Record<keyof Hosts, Relay>>;
  readonly #registries: readonly FilledRegistry[];

  private constructor(
    folder: string,
    relays: Readonly<Record<keyof Hosts, Relay>>,
    registries: readonly FilledRegistry[],
  ) {
    this.#folder = folder;
    this.#relays = relays;
    this.#registries = registries;
  }

  /** Whoever starts one must {@link stop} it. */
  static async start({ folder, images, roundTripMs }: MirrorOptions): Promise<UnchangedMirror> {
    const kind = 'images';
    const registries = {
      source: await startFilledRegistry({ kind, images, isTarget: false }),
      target: await startFilledRegistry({ kind, images, isTarget: true }),
    };
    const relays = {
      source: await startRelay({ target: registries.source.url, roundTripMs }),
      target: await startRelay({ target: registries.target.url, roundTripMs }),
    };
    const mirror = new UnchangedMirror(folder, relays, Object.values(registries));
    const command = await mirror.#sync(images, FIRST_RUN_AT_A_TIME);
    await measure(command, folder);
    return mirror;
  }

  /** What it takes image-syncer, with its defaults, to find that nothing is to be done for `images`. */
  async sync(images: readonly MirroredImage[]): Promise<Figures> {
    return await this.#measured(images, await this.#sync(images));
  }

  /** What it takes skopeo, which copies whatever it is told to. */
  async copy(images: readonly MirroredImage[]): Promise<Figures> {
    const names = images.map(({ repository, tag }) => `${repository}:${tag}`);
    const job = { ...this.#hosts, images: names, folder: this.#folder };
    return await this.#measured(images, await skopeoEach(job));
  }

  async stop(): Promise<void> {
    for (const started of [...Object.values(this.#relays), ...this.#registries]) {
      await started.stop();
    }
  }

  get #hosts(): Hosts {
    const { source, target } = this.#relays;
    return { source: source.host, target: target.host };
  }

  async #sync(images: readonly MirroredImage[], atATime?: number): Promise<Command> {
    const definition = join(this.#folder, 'images.yaml');
    await writeFile(definition, definitionOf(images, this.#hosts, atATime));
    const files = ['-i', definition, '--ledger', join(this.#folder, 'ledger.db')];
    const proc = atATime === undefined ? [] : ['--proc', String(atATime)];
    return { program: process.execPath, args: [IMAGE_SYNCER, 'sync', ...files, ...proc] };
  }

  async #measured(images: readonly MirroredImage[], command: Command): Promise<Figures> {
    const before = await this.#requests();
    const measurement = await measure(command, this.#folder);
    const requests = (await this.#requests()) - before;
    return {
      ...measurement,
      requestsPerImage: requests / images.length,
      imagesPerSecond: images.length / measurement.wallSeconds,
    };
  }

  async #requests(): Promise<number> {
    const source = await this.#relays.source.counts();
    const target = await this.#relays.target.counts();
    return source.requests + target.requests;
  }
}
