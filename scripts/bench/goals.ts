import type { Figure } from './figures.ts';
import type { Goal } from './goal.ts';
import type { SubjectResult } from './scenario.ts';

export function atMost(name: string, limit: number, actual: number): Goal {
  return { name, bound: 'most', limit, actual, met: actual <= limit };
}

export function atLeast(name: string, limit: number, actual: number): Goal {
  return { name, bound: 'least', limit, actual, met: actual >= limit };
}

/** The median of a figure of the subject `name`; throws where it was not measured. */
export function figureOf(subjects: readonly SubjectResult[], name: string, figure: Figure): number {
  const value = subjects.find((subject) => subject.name === name)?.median[figure];
  if (value === undefined) throw new Error(`${figure} of ${name} was not measured`);
  return value;
}

/** By how much `figure` of the subject `one` is that of `other`. */
export function ratioOf(
  subjects: readonly SubjectResult[],
  [one, other]: readonly [string, string],
  figure: Figure,
): number {
  return figureOf(subjects, one, figure) / figureOf(subjects, other, figure);
}
