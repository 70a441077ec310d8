import type { Clock } from '../../clock.ts';
import type { LedgerReader } from '../ledger-reader.ts';
import type { Repositories } from '../ports.ts';

/** Whom an audit asks. It opens repositories to pull alone, so that it cannot write. */
export interface AuditDependencies {
  readonly repositories: Repositories;
  /** Asked of one image at a time, again where a run may have recorded it meanwhile; what it throws ends the audit. */
  readonly ledger: Pick<LedgerReader, 'readImage'>;
  readonly clock: Clock;
}

/** What the steps of one audit share. */
export interface AuditWork extends Pick<AuditDependencies, 'repositories' | 'ledger'> {
  /** The same repositories for sources, of which several images may have one: each tag is asked for once. */
  readonly sources: Repositories;
}
