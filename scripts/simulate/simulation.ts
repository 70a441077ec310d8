import type { RunSummary } from '../../lib/mirror/run.ts';
import type { Usage } from '../cost/usage.ts';
import type { Errand } from './machine.ts';
import type { QuotaUse } from './quota.ts';
import type { SimulationOptions } from './simulation-options.ts';

/** What a run of one size came to. Times are those of the simulated run. */
export interface Simulation {
  readonly options: SimulationOptions;
  readonly newImages: number;
  /** As the ledger has it in the end. */
  readonly run: Pick<RunSummary, 'state' | 'expected' | 'counts'>;
  /** From the schedule's event until everything was requested, and until the run was completed. */
  readonly planMs: number;
  readonly runMs: number;
  readonly planInvocations: number;
  readonly peakConcurrency: number;
  readonly invocations: number;
  readonly coldStarts: number;
  readonly messages: { readonly sent: number; readonly delivered: number; readonly putOff: number };
  readonly deadLetters: number;
  readonly requests: { readonly source: number; readonly target: number };
  readonly uploadedBytes: number;
  readonly table: {
    readonly writeUnits: number;
    readonly readUnits: number;
    /** By what partitions are of, the beginning of their keys. */
    readonly writeUnitsOf: Readonly<Record<string, number>>;
  };
  readonly gbSeconds: { readonly workers: number; readonly planner: number };
  readonly usage: readonly Usage[];
  readonly dollars: number;
  readonly quotas: readonly QuotaUse[];
  /** Share of the time that the workers' requests took together. */
  readonly spent: Readonly<Record<Errand, number>>;
  /** The first failure of each kind that functions logged. */
  readonly errors: readonly string[];
}
