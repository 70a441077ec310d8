import type { ChangeManner } from './definition-changes.ts';
import type { MemorySample } from './memory-figures.ts';

/** What was seen at a moment. */
export interface SoakSample extends MemorySample {
  /** Images of the definition that are in place, of all it has. */
  readonly inPlace: number;
  readonly expected: number;
}

export interface SoakKill {
  readonly seconds: number;
  /** Uploads of large blobs that were under way. */
  readonly uploads: number;
}

export interface SoakChange {
  readonly seconds: number;
  readonly manner: ChangeManner;
  readonly images: number;
  readonly isTold: boolean;
}

/** What happened while a service was soaked, in order. */
export interface SoakRecord {
  readonly samples: readonly SoakSample[];
  readonly kills: readonly SoakKill[];
  readonly changes: readonly SoakChange[];
}
