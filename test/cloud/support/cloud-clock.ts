import type { ChildProcess } from 'node:child_process';
import {
  CLOCK_VARIABLE,
  type ClockMessage,
  type ClockState,
  isClockMessage,
  simulatedTime,
} from './clock-message.ts';

const PRELOAD = new URL('simulated-clock.ts', import.meta.url).href;

/** The time in the cloud: it runs `rate` times as fast as the machine's and can be moved on. */
export class CloudClock {
  readonly #followers = new Set<ChildProcess>();
  readonly #usualRate: number;
  #state: ClockState;

  constructor(rate: number) {
    this.#usualRate = rate;
    this.#state = { origin: Date.now(), rate, aheadMs: 0 };
  }

  get rate(): number {
    return this.#state.rate;
  }

  now(): number {
    return simulatedTime(this.#state, Date.now());
  }

  /** Options of `fork` by which a child process follows this clock, with `env` as its other variables. */
  forkOptions(env: NodeJS.ProcessEnv): {
    readonly execArgv: string[];
    readonly env: NodeJS.ProcessEnv;
  } {
    return {
      execArgv: ['--import', PRELOAD],
      env: { ...env, [CLOCK_VARIABLE]: JSON.stringify(this.#state) },
    };
  }

  /** Has `child` told of every move from now on, until it ends. */
  follow(child: ChildProcess): void {
    this.#followers.add(child);
    child.setMaxListeners(0).once('exit', () => this.#followers.delete(child));
  }

  /** Moves time on and resolves when everybody's clock shows it. */
  async advance(ms: number): Promise<void> {
    await this.#set({ ...this.#state, aheadMs: this.#state.aheadMs + ms });
  }

  /** So that a busy machine gets more done before a timeout strikes; waits that have begun keep their pace. */
  async slowDown(rate: number): Promise<void> {
    await this.#pace(rate);
  }

  /** Runs as fast as it did at first. */
  async hurry(): Promise<void> {
    await this.#pace(this.#usualRate);
  }

  async #pace(rate: number): Promise<void> {
    const origin = Date.now();
    await this.#set({ origin, rate, aheadMs: this.now() - origin });
  }

  async #set(state: ClockState): Promise<void> {
    this.#state = state;
    const message: ClockMessage = { kind: 'clock', clock: this.#state };
    for (const child of this.#followers) await told(child, message);
  }
}

function told(child: ChildProcess, message: ClockMessage): Promise<void> {
  return new Promise((resolve) => {
    const hear = (heard: unknown) => {
      if (isClockMessage(heard)) done();
    };
    const done = () => {
      child.off('message', hear).off('exit', done);
      resolve();
    };
    child.on('message', hear).once('exit', done);
    // A child that is gone tells so by its exit.
    child.send(message, () => {});
  });
}
