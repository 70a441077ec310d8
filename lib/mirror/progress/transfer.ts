import type { BlobOutcome } from '../../copy/copy-blob.ts';
import { RateMeter } from './rate-meter.ts';

/** How far an image that is being synced has come. */
export class Transfer {
  readonly source: string;
  readonly target: string;
  readonly startedAt: number;
  #expected: number | undefined;
  #isWaiting = false;
  #arrived = 0;
  #uploaded = 0;
  // Begins when the manifests are read: comparing says nothing about speed.
  #meter: RateMeter | undefined;

  constructor({ source, target }: { source: string; target: string }, now: number) {
    this.source = source;
    this.target = target;
    this.startedAt = now;
  }

  /** What is done while no bytes are expected yet. */
  get activity(): string {
    return this.#isWaiting ? 'waiting for another run' : 'comparing';
  }

  /** Bytes that belong to the image, `undefined` until its manifests are read. */
  get expected(): number | undefined {
    return this.#expected;
  }

  /** Bytes that are in the target, by whatever way. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Bytes uploaded a second; mounts and blobs already there take no time and do not count. */
  get rate(): number {
    return this.#meter?.rate ?? 0;
  }

  /** What the rest takes at the present rate, `undefined` where nothing moves or is known. */
  get secondsLeft(): number | undefined {
    if (this.#expected === undefined || this.rate === 0) return undefined;
    return Math.max(0, this.#expected - this.#arrived) / this.rate;
  }

  /** Until bytes are expected, another run copies the image. */
  wait(): void {
    this.#isWaiting = true;
  }

  expect(bytes: number, now: number): void {
    this.#meter ??= new RateMeter(now);
    this.#expected = (this.#expected ?? 0) + bytes;
  }

  arrive(bytes: number, how: BlobOutcome): void {
    this.#arrived += bytes;
    if (how === 'uploaded') this.#uploaded += bytes;
  }

  /** Reads the meter: the more often, the smoother the rate. */
  observe(now: number): void {
    this.#meter?.observe(this.#uploaded, now);
  }
}
