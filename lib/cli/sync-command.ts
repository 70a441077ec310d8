import type { Definition } from '../definition/definition.ts';
import { dockerConfigPath } from '../local/docker-config-file.ts';
import { mirrorLocally } from '../local/mirror-locally.ts';
import { settleRegistries } from '../local/registry-settings.ts';
import type { RunReport } from '../mirror/run.ts';
import { INTERRUPTED_EXIT_CODE, interruptible } from './interruption.ts';
import type { MirrorOptions } from './mirror-options.ts';
import { printingErrors } from './printing-errors.ts';
import { readDefinition } from './read-definition.ts';
import { renderFailure } from './report/failure.ts';
import { jsonReport } from './report/json.ts';
import { renderOutcomeTable } from './report/outcome-table.ts';
import type { Shell } from './shell.ts';
import { targetCredentialsOf } from './target-credentials.ts';
import { hasColors } from './terminal/paint.ts';
import { createProgressView } from './terminal/progress-view.ts';
import { createTrace } from './trace.ts';

export interface SyncCommandOptions extends MirrorOptions {
  readonly dryRun: boolean;
  /** Whether the exit code tells that something would change. */
  readonly detailedExitcode?: boolean;
}

/** One pass over the definition, shown while it goes on and reported at its end; resolves to the exit code. */
export async function syncCommand(options: SyncCommandOptions, shell: Shell): Promise<number> {
  return await interruptible(async (signal) => {
    const report = await printingErrors(options, shell, () => mirror(options, { shell, signal }));
    shell.stdout.write(
      options.output === 'json'
        ? jsonReport(report)
        : renderOutcomeTable(report, tableOptions(shell)),
    );
    if (report.failure) shell.stderr.write(renderFailure(report.failure));
    return signal.aborted ? INTERRUPTED_EXIT_CODE : exitCodeOf(report, options);
  });
}

interface Surroundings {
  readonly shell: Shell;
  readonly signal: AbortSignal;
}

async function mirror(
  options: SyncCommandOptions,
  { shell, signal }: Surroundings,
): Promise<RunReport> {
  const targetCredentials = await targetCredentialsOf(options);
  const definition = await readDefinition(options, shell);
  const dockerConfigFile = dockerConfigPath(shell.env);
  const settingsOf = await settleRegistries(definition, { targetCredentials, dockerConfigFile });
  return await mirrorAndShow(definition, { ...options, settingsOf, signal }, shell);
}

interface MirrorAndShowOptions extends SyncCommandOptions {
  readonly settingsOf: Awaited<ReturnType<typeof settleRegistries>>;
  readonly signal: AbortSignal;
}

async function mirrorAndShow(
  definition: Definition,
  { debug, ...options }: MirrorAndShowOptions,
  { stderr }: Shell,
): Promise<RunReport> {
  const view = await createProgressView({
    // Lines of requests would tear a drawing apart.
    stream: debug ? { write: (text) => stderr.write(text) } : stderr,
    now: () => performance.now(),
    images: definition.images.length,
    verbose: debug,
  });
  try {
    return await mirrorLocally(definition, {
      dryRun: options.dryRun,
      force: options.force,
      estimateBytes: options.bytes,
      ledgerFile: options.ledger,
      workers: options.proc,
      retries: options.retries,
      idleTimeoutMs: options.idleTimeout * 1000,
      settingsOf: options.settingsOf,
      signal: options.signal,
      listener: view.listener,
      ...(debug && { trace: createTrace(stderr) }),
    });
  } finally {
    view.stop();
  }
}

function tableOptions({ stdout }: Shell): { readonly columns: number; readonly color: boolean } {
  return { columns: stdout.columns, color: hasColors(stdout) };
}

function exitCodeOf(
  { run: { counts }, failure }: RunReport,
  { detailedExitcode = false }: SyncCommandOptions,
): number {
  if (failure || counts.conflict + counts.failed > 0) return 1;
  return detailedExitcode && counts.copied > 0 ? 2 : 0;
}
