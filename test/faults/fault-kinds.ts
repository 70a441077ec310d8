import { CONNECTIONS } from './connections.ts';
import { CONTENTS } from './contents.ts';
import type { FaultKind } from './fault-kind.ts';
import { LOST_STATES } from './lost-states.ts';
import { PAGES, STATUSES, THROTTLES } from './statuses.ts';

/** Every fault that is tried, on every request that it can befall. */
export const FAULT_KINDS: readonly FaultKind[] = [
  ...CONNECTIONS,
  ...CONTENTS,
  ...STATUSES,
  ...THROTTLES,
  ...PAGES,
  ...LOST_STATES,
];
