import { ASSUMPTIONS } from '../assumptions.ts';
import type { LevelQuota } from '../quota.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** The part of Lambda's context that our handlers ask for. */
export interface FunctionContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type Handler<Event, Answer> = (event: Event, context: FunctionContext) => Promise<Answer>;

export interface FunctionOptions<Event, Answer> {
  readonly clock: VirtualClock;
  readonly memoryGb: number;
  readonly timeoutMs: number;
  /** Executions of all functions of an account at a time. */
  readonly concurrency: LevelQuota;
  /** Makes what an execution environment has, once in its life. */
  readonly create: () => Handler<Event, Answer>;
}

/** An execution environment that waits to be called again. */
interface Warm<Event, Answer> {
  readonly handle: Handler<Event, Answer>;
  readonly since: number;
}

/** A Lambda function: each of its execution environments has one call at a time. */
export class SimulatedFunction<Event, Answer> {
  readonly #options: FunctionOptions<Event, Answer>;
  readonly #warm: Warm<Event, Answer>[] = [];
  #invocations = 0;
  #coldStarts = 0;
  #billedMs = 0;
  #running = 0;
  #peak = 0;

  constructor(options: FunctionOptions<Event, Answer>) {
    this.#options = options;
  }

  get figures() {
    const { memoryGb } = this.#options;
    return {
      invocations: this.#invocations,
      coldStarts: this.#coldStarts,
      gbSeconds: (this.#billedMs / 1000) * memoryGb,
      peak: this.#peak,
    };
  }

  get isIdle(): boolean {
    return this.#running === 0;
  }

  async invoke(event: Event): Promise<Answer> {
    const { clock, concurrency, timeoutMs } = this.#options;
    const begunAt = clock.now();
    this.#running += 1;
    this.#invocations += 1;
    this.#peak = Math.max(this.#peak, this.#running);
    concurrency.change(1, begunAt);
    const handle = await this.#environment();
    const untilMs = clock.now() + timeoutMs;
    try {
      return await handle(event, {
        awsRequestId: `request-${this.#invocations}`,
        getRemainingTimeInMillis: () => untilMs - clock.now(),
      });
    } finally {
      const now = clock.now();
      this.#running -= 1;
      this.#billedMs += now - begunAt;
      concurrency.change(-1, now);
      this.#warm.push({ handle, since: now });
    }
  }

  async #environment(): Promise<Handler<Event, Answer>> {
    const { clock, create } = this.#options;
    const warm = this.#warm.pop();
    if (warm && clock.now() - warm.since < ASSUMPTIONS.warmMs) return warm.handle;
    this.#coldStarts += 1;
    await clock.sleep(ASSUMPTIONS.coldStartMs);
    return create();
  }
}
