import type { Digest } from '../oci/digest.ts';
import type { Outcome } from './outcome.ts';
import type { ImageRecord, Ledger } from './ports.ts';
import type { RunSummary } from './run.ts';

/** What the ledger tells whoever asks what happened. Nothing of it is one atomic view: runs go on meanwhile. */
export interface LedgerReader extends Pick<Ledger, 'readRun' | 'readImage'> {
  /** The newest first. */
  listRuns(options: { readonly limit: number }): Promise<readonly RunSummary[]>;

  /** Outcomes of a run other than `unchanged`, those that were decided in planning included, by target. */
  listOutcomes(runId: string): Promise<readonly Outcome[]>;

  /** Images whose latest outcome is a conflict, a failure or skipped, by target. */
  listFailing(): Promise<readonly ImageRecord[]>;

  /** How the source of an image moved, the latest move first; 20 at most. */
  listDrift(target: string): Promise<readonly Drift[]>;
}

/** A source that named other content than in the record before. */
export interface Drift {
  /** ISO 8601 in UTC: when the run that saw it began. */
  readonly seenAt: string;
  readonly runId: string;
  readonly from: Digest;
  readonly to: Digest;
}
