import type { Scenario } from './scenario.ts';

/** Every kind of copy that is tried. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'whole', upload: 'whole', referrers: 'none' },
  { name: 'whole, referrers', upload: 'whole', referrers: 'listed' },
  { name: 'whole, referrers by tag', upload: 'whole', referrers: 'tagged' },
  { name: 'chunks', upload: 'by status', referrers: 'none' },
  { name: 'chunks, referrers', upload: 'by status', referrers: 'listed' },
  { name: 'chunks, hash kept', upload: 'by status', referrers: 'none', savesHash: true },
  { name: 'chunks, resumed', upload: 'by status', referrers: 'none', isResumed: true },
  { name: 'chunks as on ECR', upload: 'by sender', referrers: 'listed' },
  { name: 'chunks as on ECR, resumed', upload: 'by sender', referrers: 'none', isResumed: true },
];

/** Those that the command goes through as well, which sends in chunks only what is far larger. */
export const COMMAND_SCENARIOS = SCENARIOS.filter(({ upload }) => upload === 'whole');
