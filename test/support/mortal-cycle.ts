import type { RunCycle } from '../../lib/mirror/run-cycle/run-cycle.ts';

/** How a planner of {@link mortalCycle} ends. */
export class Death extends Error {
  override readonly name = 'Death';
}

/** When: before a call, counted from 1, or after it has done its work and nobody hears of it. */
export interface Fate {
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** The same world for a planner that dies at one of its calls: all further ones reject, and do nothing. */
export function mortalCycle(cycle: RunCycle, fate: Fate): RunCycle {
  const life = new Life(fate);
  const { source } = cycle;
  return {
    ...cycle,
    source: { ...source, read: (options) => life.step(() => source.read(options)) },
    ledger: mortal(cycle.ledger, life),
    reader: mortal(cycle.reader, life),
    definitions: mortal(cycle.definitions, life),
    expansions: mortal(cycle.expansions, life),
    queue: mortal(cycle.queue, life),
    announcements: mortal(cycle.announcements, life),
  };
}

class Life {
  readonly #fate: Fate;
  #calls = 0;
  #isOver = false;

  constructor(fate: Fate) {
    this.#fate = fate;
  }

  async step<T>(call: () => T): Promise<Awaited<T>> {
    this.#calls += 1;
    const isLast = this.#calls === this.#fate.call;
    if (isLast && this.#fate.when === 'before') this.#isOver = true;
    if (this.#isOver) throw new Death();
    const done = await call();
    if (isLast) this.#isOver = true;
    if (this.#isOver) throw new Death();
    return done;
  }
}

/** A port whose every method is a step of `life`. */
function mortal<Port extends object>(port: Port, life: Life): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => life.step(() => Reflect.apply(member, target, given));
    },
  });
}
