import { setTimeout } from 'node:timers/promises';
import { SeededRandom } from '../../test/support/random.ts';
import { definitionChanges } from './definition-changes.ts';
import { brokenText, definitionText } from './definition-text.ts';
import { FIRST_IMAGES, type SoakOptions } from './options.ts';
import type { Service } from './service.ts';
import { tellOfPush } from './signed-push.ts';
import type { SoakImage } from './soak-image.ts';
import type { SoakChange, SoakKill, SoakRecord, SoakSample } from './soak-record.ts';
import { inPlace, type SoakWorld } from './soak-world.ts';
import type { WorkingCopy } from './working-copy.ts';

export interface DriveOptions extends SoakOptions {
  readonly world: SoakWorld;
  readonly service: Service;
  readonly copy: WorkingCopy;
  readonly secret: string;
  readonly onProgress: (line: string) => void;
}

const SAMPLE_MS = 1000;

/** How long a kill that is due waits for an upload to hit. */
const MOST_PATIENCE_MS = 45_000;

/** An upload may be hit at any moment of its own. */
const LATEST_KILL_MS = 3000;

const POLL_MS = 50;

/** Changes, kills and watches a service for as long as it takes. */
export class Drive {
  readonly problems: string[] = [];
  readonly #options: DriveOptions;
  readonly #startedAt = performance.now();
  readonly #samples: SoakSample[] = [];
  readonly #kills: SoakKill[] = [];
  readonly #changes: SoakChange[] = [];
  #images: readonly SoakImage[];
  #isWatched = true;

  constructor(options: DriveOptions) {
    this.#options = options;
    this.#images = options.world.images.slice(0, FIRST_IMAGES);
  }

  get record(): SoakRecord {
    return { samples: this.#samples, kills: this.#kills, changes: this.#changes };
  }

  /** Images of the definition that is in force, or should be. */
  get images(): readonly SoakImage[] {
    return this.#images;
  }

  get text(): string {
    return definitionText(this.#images, this.#options.world.hosts);
  }

  /** Resolves when the time is over and the file is a good one again; it is watched until `unwatch`. */
  async run(): Promise<void> {
    void this.#watch();
    await Promise.all([this.#change(), this.#kill()]);
    await this.#options.copy.change(this.text, 'renamed');
  }

  unwatch(): void {
    this.#isWatched = false;
  }

  async #change(): Promise<void> {
    const { world, seed, durationMs, changeEveryMs } = this.#options;
    const random = new SeededRandom(`changes ${seed}`);
    const all = world.images.length;
    const changes = definitionChanges({ random, images: all, first: this.#images.length });
    for (let dueMs = changeEveryMs; dueMs < durationMs; dueMs += changeEveryMs) {
      await this.#until(dueMs);
      const { manner, images, isTold } = changes.next().value;
      this.#images = images.flatMap((number) => world.images[number] ?? []);
      const text = manner === 'broken' ? brokenText(this.#images, world.hosts) : this.text;
      await this.#options.copy.change(text, manner);
      this.#changes.push({ seconds: this.#seconds, manner, images: images.length, isTold });
      if (isTold) await this.#tell();
    }
    await this.#until(durationMs);
  }

  async #tell(): Promise<void> {
    const { service, secret } = this.#options;
    const { life } = service;
    if (!life.url) return;
    try {
      const status = await tellOfPush(life.url, secret);
      if (status < 200 || status > 299) this.problems.push(`a hook was answered ${status}`);
    } catch (error) {
      await setTimeout(500);
      if (life.running) this.problems.push(`a hook was not answered: ${String(error)}`);
    }
  }

  async #kill(): Promise<void> {
    const { seed, durationMs, killEveryMs, world, service, onProgress } = this.#options;
    if (killEveryMs === undefined) return;
    const random = new SeededRandom(`kills ${seed}`);
    const patienceMs = Math.min(MOST_PATIENCE_MS, killEveryMs / 3);
    for (let dueMs = killEveryMs / 2; dueMs < durationMs; dueMs += killEveryMs) {
      await this.#until(dueMs);
      await this.#untilUploading(dueMs + patienceMs);
      await setTimeout(random.integer(LATEST_KILL_MS));
      const { uploads } = world.targetFront;
      await service.kill();
      this.#kills.push({ seconds: this.#seconds, uploads });
      onProgress(`${this.#seconds} s: killed in ${uploads} large uploads; ${this.#progress()}`);
    }
  }

  async #watch(): Promise<void> {
    const { service } = this.#options;
    for (let count = 1; this.#isWatched; count += 1) {
      const { life, number } = service;
      const measured = await life.measure();
      if (measured && life.running) this.#sample({ ...measured, life: number });
      void service.pages.ask(life);
      await this.#until(count * SAMPLE_MS);
    }
  }

  #sample(measured: Pick<SoakSample, 'rssMib' | 'files' | 'life'>): void {
    const expected = this.#images.length;
    const place = { inPlace: inPlace(this.#images, this.#options.world), expected };
    this.#samples.push({ seconds: this.#seconds, ...measured, ...place });
  }

  #progress(): string {
    return `${inPlace(this.#images, this.#options.world)} of ${this.#images.length} images in place`;
  }

  async #untilUploading(deadlineMs: number): Promise<void> {
    const { targetFront } = this.#options.world;
    while (targetFront.uploads === 0 && this.#elapsedMs < deadlineMs) await setTimeout(POLL_MS);
  }

  async #until(dueMs: number): Promise<void> {
    await setTimeout(Math.max(0, dueMs - this.#elapsedMs));
  }

  get #elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  get #seconds(): number {
    return Math.round(this.#elapsedMs / 100) / 10;
  }
}
