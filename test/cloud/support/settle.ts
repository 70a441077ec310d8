import { setTimeout } from 'node:timers/promises';
import type { CloudClock } from './cloud-clock.ts';
import type { Delivery } from './delivery.ts';
import type { Gateway } from './gateway.ts';
import type { Queues } from './queues.ts';

export interface SettleOptions {
  /** How much of the cloud's time may be skipped while nobody works. Default: half an hour. */
  readonly withinMs?: number;
  /** Ends it before everything is quiet. */
  readonly until?: () => boolean | Promise<boolean>;
}

export interface Settling {
  readonly delivery: Delivery;
  readonly queues: Queues;
  readonly clock: CloudClock;
  readonly gateway: Gateway;
}

/** How often queues are looked at although nobody sent a message, since time goes on while functions work. */
const LOOK_AFTER_MS = 250;

const HALF_AN_HOUR_MS = 30 * 60_000;

/**
 * Delivers whatever there is to deliver until nothing is left, and moves the clock on to the next message,
 * or event, that is due. What is still at work when it ends by `until` goes on.
 */
export class Settler {
  readonly #parts: Settling;
  readonly #working = new Set<Promise<void>>();
  #changed = Promise.withResolvers<void>();

  constructor(parts: Settling) {
    this.#parts = parts;
    parts.gateway.observe(({ service }) => {
      if (service === 'sqs' || service === 'lambda') this.#changed.resolve();
    });
  }

  async settle({
    withinMs = HALF_AN_HOUR_MS,
    until = () => false,
  }: SettleOptions = {}): Promise<void> {
    const deadline = this.#parts.clock.now() + withinMs;
    while (!(await until())) {
      await this.#start();
      if (this.#working.size > 0) {
        await Promise.race([...this.#working, this.#changed.promise, setTimeout(LOOK_AFTER_MS)]);
        continue;
      }
      const dueAt = await this.#nextAt();
      if (dueAt === undefined || dueAt > deadline) return;
      await this.#skipTo(dueAt);
    }
  }

  /** Resolves when no function works any more. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.race(this.#working);
  }

  async #start(): Promise<void> {
    this.#changed = Promise.withResolvers();
    const { delivery } = this.#parts;
    const started = [...delivery.invocations.start()];
    for (const source of delivery.sources) started.push(...(await source.start()));
    for (const work of started) {
      const watched = work.finally(() => this.#working.delete(watched));
      this.#working.add(watched);
    }
  }

  async #nextAt(): Promise<number | undefined> {
    const { delivery, queues } = this.#parts;
    const contents = [];
    for (const { queue } of delivery.sources) contents.push(await queues.inspect(queue));
    const times = [delivery.invocations.nextAt, ...contents.map(({ nextAt }) => nextAt)];
    const due = times.filter((time) => time !== undefined);
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  async #skipTo(time: number): Promise<void> {
    const { clock } = this.#parts;
    await clock.advance(Math.max(0, time - clock.now()) + 1);
  }
}
