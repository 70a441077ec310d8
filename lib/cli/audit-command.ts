import { auditLocally } from '../local/audit-locally.ts';
import type { AuditReport } from '../mirror/audit/audit-report.ts';
import { interruptible } from './interruption.ts';
import { type LedgerHome, readingAtLength } from './ledger-home.ts';
import type {
  ConnectionOptions,
  DefinitionOptions,
  OutputOptions,
} from './options/command-options.ts';
import { printingErrors } from './printing-errors.ts';
import { readDefinition } from './read-definition.ts';
import { settleAccess } from './registry-access.ts';
import { jsonAudit, jsonAuditErrors } from './report/audit-json.ts';
import { renderAudit } from './report/audit-table.ts';
import { renderDefinitionWarnings } from './report/definition-errors.ts';
import { tableOptionsOf } from './report/table-options.ts';
import type { Shell } from './shell.ts';
import type { TargetCredentialOptions } from './target-credentials.ts';
import { createTrace } from './trace.ts';

/** What is audited by which record, and how that is told. */
export interface AuditCommandOptions
  extends DefinitionOptions,
    LedgerHome,
    TargetCredentialOptions,
    ConnectionOptions,
    OutputOptions {
  readonly proc: number;
  /** Whether findings are a failure. */
  readonly strict: boolean;
}

/** Says where targets, sources and ledger do not agree, and changes nothing; resolves to the exit code. */
export async function auditCommand(options: AuditCommandOptions, shell: Shell): Promise<number> {
  return await interruptible(async (signal) => {
    const ask = () => auditAll(options, shell, signal);
    const report = await printingErrors(options, shell, ask, jsonAuditErrors);
    const isJson = options.output === 'json';
    shell.stdout.write(isJson ? jsonAudit(report) : renderAudit(report, tableOptionsOf(shell)));
    return exitCodeOf(report, options);
  });
}

async function auditAll(
  options: AuditCommandOptions,
  shell: Shell,
  signal: AbortSignal,
): Promise<AuditReport> {
  const definition = await readDefinition(options, shell);
  shell.stderr.write(renderDefinitionWarnings(definition.warnings));
  return await readingAtLength(options, async (ledger) =>
    auditLocally(definition, {
      ...(await settleAccess(definition, { ...options, signal }, shell)),
      ledger,
      workers: options.proc,
      retries: options.retries,
      idleTimeoutMs: options.idleTimeout * 1000,
      signal,
      ...(options.debug && { trace: createTrace(shell.stderr) }),
    }),
  );
}

/** What could not be looked at is never clean. */
function exitCodeOf(
  { findings, unseen }: AuditReport,
  { strict }: Pick<AuditCommandOptions, 'strict'>,
): number {
  return unseen.length > 0 || (strict && findings.length > 0) ? 1 : 0;
}
