import type { Figure } from './figures.ts';
import type { SubjectResult } from './scenario.ts';

/** What image-syncer promises, and what the bench found. */
export interface Goal {
  readonly name: string;
  /** Whether `limit` is the most or the least that `actual` may be. */
  readonly bound: 'most' | 'least';
  readonly limit: number;
  readonly actual: number;
  readonly met: boolean;
}

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
