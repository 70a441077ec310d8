import type { FaultKind } from './fault-plan.ts';
import type { SoakFindings } from './judge-soak.ts';
import type { MemoryFigures } from './memory-figures.ts';
import type { PageFigures } from './page-watch.ts';
import type { SoakRecord } from './soak-record.ts';

/** What `npm run soak` leaves behind. */
export interface SoakResult extends SoakRecord {
  readonly machine: object;
  readonly options: {
    readonly durationMs: number;
    readonly changeEveryMs: number;
    readonly killEveryMs: number | undefined;
    readonly seed: number;
    readonly images: number;
  };
  readonly findings: SoakFindings;
  readonly memory: MemoryFigures;
  readonly faults: Readonly<Record<'source' | 'target', Partial<Record<FaultKind, number>>>>;
  readonly pages: PageFigures;
  /** Lines of the service's log, by event. */
  readonly events: Readonly<Record<string, number>>;
  readonly settledSeconds: number;
}
