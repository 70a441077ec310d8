import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { RunSummary } from '../../lib/mirror/run.ts';
import type { CliResult } from './cli-process.ts';
import type { Variables, Workplace } from './workplace.ts';

/** The printed document, as far as tests ask for its members by name. */
export interface Report {
  readonly run: Pick<RunSummary, 'id' | 'dryRun' | 'counts' | 'bytes'>;
  readonly images: readonly Outcome[];
}

export interface SyncResult extends CliResult {
  readonly report: Report;
  /** `report.images` in the order of the definition, each by its status alone. */
  readonly statuses: readonly string[];
}

/** Writes `definition` as images.yaml, runs `image-syncer --output json` on it and reads what that prints. */
export async function syncDefinition(
  workplace: Workplace,
  definition: object,
  args: readonly string[] = [],
  env: Variables = {},
): Promise<SyncResult> {
  await workplace.write('images.yaml', definition);
  return readReport(await workplace.run(['--output', 'json', ...args], env));
}

/** Reads the document that a run has printed; throws with all of its output where that is none. */
export function readReport(result: CliResult): SyncResult {
  try {
    const report: Report = JSON.parse(result.stdout);
    return { ...result, report, statuses: report.images.map(({ status }) => status) };
  } catch (cause) {
    throw new Error(`no report: ${JSON.stringify(result, null, 2)}`, { cause });
  }
}
