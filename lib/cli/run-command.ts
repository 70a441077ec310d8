import type { Definition } from '../definition/definition.ts';
import type { RunReport } from '../mirror/run.ts';
import { printable } from '../wording/printable.ts';
import { INTERRUPTED_EXIT_CODE, interruptible } from './interruption.ts';
import { LogFile } from './log-file.ts';
import { mirrorAndShow } from './mirror-and-show.ts';
import type { RunOptions } from './options/command-options.ts';
import { printingErrors } from './printing-errors.ts';
import { renderDefinitionWarnings } from './report/definition-errors.ts';
import { renderError, renderFailure } from './report/failure.ts';
import { jsonReport } from './report/json.ts';
import { renderOutcomeTable } from './report/outcome-table.ts';
import { summaryParts } from './report/summary.ts';
import { tableOptionsOf } from './report/table-options.ts';
import type { Shell } from './shell.ts';
import { checkSuccessImages, writeSuccessImages } from './success-images.ts';

/** One pass over what `define` gives, shown while it goes on and reported at its end; resolves to the exit code. */
export async function runCommand(
  options: RunOptions,
  shell: Shell,
  define: () => Promise<Definition>,
): Promise<number> {
  return await interruptible(async (signal) => {
    const report = await printingErrors(options, shell, async () => {
      await checkSuccessImages(options);
      return await logging(options, shell, async (log) => {
        const definition = await define();
        const warnings = renderDefinitionWarnings(definition.warnings) + unwritten(options);
        tell(warnings, shell, log);
        return await mirrorAndShow(definition, { ...options, signal, log }, shell);
      });
    });
    const isJson = options.output === 'json';
    shell.stdout.write(
      isJson ? jsonReport(report) : renderOutcomeTable(report, tableOptionsOf(shell)),
    );
    if (report.failure) shell.stderr.write(renderFailure(report.failure));
    await writeSuccessImages(report.images, options);
    return signal.aborted ? INTERRUPTED_EXIT_CODE : exitCodeOf(report, options);
  });
}

/** Runs `work` with the log that is wanted, if one is; its end, and what ended it, stand in the log too. */
async function logging(
  { log: file }: RunOptions,
  { stderr }: Shell,
  work: (log: LogFile | undefined) => Promise<RunReport>,
): Promise<RunReport> {
  const log = file === undefined ? undefined : new LogFile(file, () => new Date());
  try {
    const report = await work(log);
    log?.write(`${summaryParts(report).join(' · ')}\n`);
    if (report.failure) log?.write(renderFailure(report.failure));
    return report;
  } catch (error) {
    log?.write(renderError(error));
    throw error;
  } finally {
    const failure = log?.close();
    if (failure) stderr.write(renderFailure(failure));
  }
}

/** A list of what has come to be in place would be empty after a dry run. */
function unwritten({ dryRun, outputSuccessImages: file }: RunOptions): string {
  return dryRun && file !== undefined
    ? `warning: a dry run leaves ${printable(file)} unwritten\n`
    : '';
}

function tell(text: string, { stderr }: Shell, log: LogFile | undefined): void {
  if (text === '') return;
  stderr.write(text);
  log?.write(text);
}

function exitCodeOf(
  { run: { counts }, failure }: RunReport,
  { detailedExitcode = false }: RunOptions,
): number {
  if (failure || counts.conflict + counts.failed > 0) return 1;
  return detailedExitcode && counts.copied > 0 ? 2 : 0;
}
