import { randomUUID } from 'node:crypto';
import type { CloudFunction } from './cloud-function.ts';
import type { FunctionOutcome } from './lambda-environment.ts';

/** Lambda, "How Lambda handles errors and retries with asynchronous invocation": a minute, then two. */
const RETRY_AFTER_MS = [60_000, 120_000];

export interface AsyncInvocation {
  readonly target: CloudFunction;
  readonly event: unknown;
  readonly requestId: string;
  /** How often it has failed. */
  readonly failures: number;
  /** By the cloud's clock. */
  readonly dueAt: number;
}

export interface AsyncInvocationOptions {
  readonly now: () => number;
  /** How often an event is tried again that failed. */
  readonly retriesOf: (target: CloudFunction) => number;
  /** Takes an event that failed for good. */
  readonly giveUp: (invocation: AsyncInvocation, outcome: FunctionOutcome) => Promise<void>;
}

/** Lambda's queue of events that nobody waits for. */
export class AsyncInvocations {
  readonly #options: AsyncInvocationOptions;
  #waiting: readonly AsyncInvocation[] = [];

  constructor(options: AsyncInvocationOptions) {
    this.#options = options;
  }

  add(target: CloudFunction, event: unknown): void {
    const requestId = randomUUID();
    this.#wait({ target, event, requestId, failures: 0, dueAt: this.#options.now() });
  }

  /** When the next one is due, `undefined` where none is. */
  get nextAt(): number | undefined {
    const times = this.#waiting.map(({ dueAt }) => dueAt);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Starts what is due; each promise resolves when that one is done with. */
  start(): readonly Promise<void>[] {
    const now = this.#options.now();
    const due = this.#waiting.filter(({ dueAt }) => dueAt <= now);
    this.#waiting = this.#waiting.filter((invocation) => !due.includes(invocation));
    return due.map((invocation) => this.#run(invocation));
  }

  clear(): void {
    this.#waiting = [];
  }

  async #run(invocation: AsyncInvocation): Promise<void> {
    const { target, event, requestId, failures } = invocation;
    const outcome = await target.invoke(event, requestId);
    if ('result' in outcome) return;
    const { now, retriesOf, giveUp } = this.#options;
    const after = failures < retriesOf(target) ? RETRY_AFTER_MS[failures] : undefined;
    if (after === undefined) await giveUp(invocation, outcome);
    else this.#wait({ ...invocation, failures: failures + 1, dueAt: now() + after });
  }

  #wait(invocation: AsyncInvocation): void {
    this.#waiting = [...this.#waiting, invocation];
  }
}
