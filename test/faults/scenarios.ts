import type { Scenario } from './scenario.ts';

/** Every kind of copy that is tried. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'whole', upload: 'whole', referrers: 'none' },
  { name: 'whole, referrers', upload: 'whole', referrers: 'listed' },
  { name: 'whole, referrers by tag', upload: 'whole', referrers: 'tagged' },
];
