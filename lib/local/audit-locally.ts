import type { RetryPolicy } from '../content/retry.ts';
import type { Definition } from '../definition/definition.ts';
import { audit } from '../mirror/audit/audit.ts';
import type { AuditDependencies } from '../mirror/audit/audit-dependencies.ts';
import type { AuditReport } from '../mirror/audit/audit-report.ts';
import { systemClock } from '../mirror/system-clock.ts';
import { Registries, type RegistriesOptions } from '../registry/registries.ts';
import { LocalRepositories } from './local-repositories.ts';

export interface AuditLocallyOptions
  extends Pick<AuditDependencies, 'ledger'>,
    Omit<RegistriesOptions, 'retry' | 'throttles'> {
  /** Images at a time. */
  readonly workers: number;
  /** How often a request is repeated after a failure that may pass. */
  readonly retries: number;
  readonly signal: AbortSignal;
}

/** An audit from this process, whichever home the ledger has. */
export async function auditLocally(
  definition: Definition,
  { ledger, workers, retries, signal, ...access }: AuditLocallyOptions,
): Promise<AuditReport> {
  const clock = systemClock;
  const retry: RetryPolicy = { retries, clock, random: Math.random };
  const registries = new Registries({ ...access, retry });
  const repositories = new LocalRepositories(registries, clock);
  try {
    return await audit(definition, { workers, signal }, { repositories, ledger, clock });
  } finally {
    await registries.close();
  }
}
