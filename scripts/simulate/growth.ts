import type { Simulation } from './simulation.ts';
import { countWords, timesWords } from './words.ts';

/** How a figure grows with the images. */
export interface Growth {
  readonly images: number;
  readonly dollars: number;
  readonly time: number;
}

/** How many times as much the `larger` run is, has and takes. */
export function growthOf(smaller: Simulation, larger: Simulation): Growth {
  return {
    images: larger.options.images / smaller.options.images,
    dollars: larger.dollars / smaller.dollars,
    time: larger.runMs / smaller.runMs,
  };
}

/** A sentence for each step in size, and one from the first to the last. */
export function growthLines(simulations: readonly Simulation[]): readonly string[] {
  const [first] = simulations;
  const last = simulations.at(-1);
  if (!first || !last || first === last) return [];
  const steps = simulations.slice(1).map((larger, position) => {
    return growthLine(simulations[position] ?? larger, larger);
  });
  return [...steps, ...(steps.length > 1 ? [growthLine(first, last)] : []), ''];
}

function growthLine(smaller: Simulation, larger: Simulation): string {
  const [from, to] = [smaller, larger].map(({ options }) => countWords(options.images));
  const growth = growthOf(smaller, larger);
  const dollars = `cost grows ${timesWords(1, growth.dollars)}`;
  return `From ${from} to ${to} images, ${timesWords(1, growth.images)} as many, ${dollars} and time ${timesWords(1, growth.time)}.`;
}
