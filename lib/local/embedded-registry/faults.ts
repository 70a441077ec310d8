import type { Fault, FaultEffect } from './fault.ts';

interface PlayedFault {
  readonly fault: Fault;
  matches: number;
}

/** The faults that are in play, in the order in which they were added. */
export class Faults {
  readonly #played = new Set<PlayedFault>();

  /** Adds `fault` and returns what removes it again. */
  play(fault: Fault): () => void {
    const played = { fault, matches: 0 };
    this.#played.add(played);
    return () => {
      this.#played.delete(played);
    };
  }

  /** What happens to this request: the first fault that hits it decides, and it alone counts it. */
  strike(method: string, target: string): FaultEffect | undefined {
    for (const played of this.#played) {
      if (matches(played.fault, method, target) && hits(played)) return played.fault.do;
    }
    return undefined;
  }
}

function matches({ method, path }: Fault, method_: string, target: string): boolean {
  if (method !== undefined && method !== method_) return false;
  if (typeof path === 'string') return path === target || path === target.split('?', 1)[0];
  // search() pays no heed to the state that global expressions keep.
  return path === undefined || target.search(path) !== -1;
}

function hits(played: PlayedFault): boolean {
  const { after = 0, times = Number.POSITIVE_INFINITY } = played.fault;
  played.matches += 1;
  return played.matches > after && played.matches <= after + times;
}
