import type { Figures } from './figures.ts';
import type { Goal } from './goal.ts';
import type { BenchOptions } from './options.ts';

/** One question that the bench answers. */
export interface Scenario {
  /** As `--scenarios` has it. */
  readonly name: string;
  /** What is done, as the title of its table. */
  readonly title: string;
  /** What its folder holds at its fullest. */
  readonly neededBytes: (options: BenchOptions) => number;
  /** `folder` is in memory and empty; whoever calls removes it. */
  readonly run: (folder: string, options: BenchOptions) => Promise<ScenarioResult>;
}

export interface ScenarioResult {
  readonly subjects: readonly SubjectResult[];
  readonly goals: readonly Goal[];
}

/** What image-syncer, a rival or a floor took, run by run. */
export interface SubjectResult {
  readonly name: string;
  readonly runs: readonly Figures[];
  /** The median of each figure by itself. */
  readonly median: Figures;
}
