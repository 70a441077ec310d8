import type { Figures } from './figures.ts';
import { medianOf } from './median.ts';
import { measured } from './progress.ts';
import type { SubjectResult } from './scenario.ts';

/** Somebody who does what a scenario asks for, once a call. */
export interface Subject {
  readonly name: string;
  readonly run: () => Promise<Figures>;
}

/** Measures every subject `runs` times, taking turns so that none has the better minutes. */
export async function takeTurns(
  subjects: readonly Subject[],
  runs: number,
): Promise<readonly SubjectResult[]> {
  const taken = new Map<Subject, Figures[]>(subjects.map((subject) => [subject, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [{ name, run: measure }, figures] of taken) {
      figures.push(await measured(`run ${run} of ${runs}, ${name}`, measure));
    }
  }
  return [...taken].map(([{ name }, figures]) => ({
    name,
    runs: figures,
    median: medianOf(figures),
  }));
}
