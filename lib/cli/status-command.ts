import { type LedgerHome, readingLedger } from './ledger-home.ts';
import { printingErrors } from './printing-errors.ts';
import { jsonStatus, jsonStatusErrors } from './report/status-json.ts';
import { renderStatus } from './report/status-table.ts';
import { tableOptionsOf } from './report/table-options.ts';
import type { AnsweringShell } from './shell.ts';
import { answerOf, type StatusQuestion } from './status-answer.ts';

/** Which ledger is asked for what, and how its answer is printed. */
export interface StatusCommandOptions extends LedgerHome, StatusQuestion {
  readonly output: 'table' | 'json';
}

/** Says what a ledger has recorded; resolves to the exit code. */
export async function statusCommand(
  options: StatusCommandOptions,
  shell: AnsweringShell,
): Promise<number> {
  const ask = () => readingLedger(options, (reader) => answerOf(reader, options));
  const answer = await printingErrors(options, shell, ask, jsonStatusErrors);
  const isJson = options.output === 'json';
  shell.stdout.write(isJson ? jsonStatus(answer) : renderStatus(answer, tableOptionsOf(shell)));
  return 0;
}
