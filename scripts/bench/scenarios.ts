import type { Scenario } from './scenario.ts';
import { bytes } from './scenarios/bytes.ts';
import { chunks } from './scenarios/chunks.ts';
import { farAway } from './scenarios/far-away.ts';
import { manyTags } from './scenarios/many-tags.ts';
import { memory } from './scenarios/memory.ts';
import { nothingToDo } from './scenarios/nothing-to-do.ts';
import { sharedLayers } from './scenarios/shared-layers.ts';
import { start } from './scenarios/start.ts';

/** Everything that the bench measures, in this order. */
export const SCENARIOS: readonly Scenario[] = [
  bytes,
  memory,
  chunks,
  farAway,
  nothingToDo,
  manyTags,
  sharedLayers,
  start,
];
