import type { Attended } from '../../mirror/run-cycle/run-cycle.ts';

/** What whoever called the planner is told. */
export interface PlannerAnswer {
  /** `null` where there was nothing to plan. */
  readonly runId: string | null;
  /** How many the run has, as far as that is known. */
  readonly images: number;
  /** `unfinished`: another invocation goes on. */
  readonly state: Attended['state'];
  /** Why there was nothing to plan. */
  readonly skipped?: string;
}

export function plannerAnswer(attended: Attended): PlannerAnswer {
  switch (attended.state) {
    case 'planned':
      return { runId: attended.runId, images: attended.images, state: 'planned' };
    case 'unfinished':
      return { runId: attended.runId, images: 0, state: 'unfinished' };
    case 'skipped':
      return { runId: null, images: 0, state: 'skipped', skipped: attended.reason };
  }
}
