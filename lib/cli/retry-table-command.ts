import { openDynamoDbLedger } from '../aws/dynamodb/open-dynamodb-ledger.ts';
import { invokePlan, type OpenedRun } from '../aws/invoke-plan.ts';
import type { ServiceRecord } from '../aws/service-records.ts';
import { systemClock } from '../mirror/system-clock.ts';
import { counted } from '../wording/outcome-words.ts';
import { printable } from '../wording/printable.ts';
import { NotRecordedError } from './errors.ts';
import type { OutputOptions } from './options/command-options.ts';
import { printingErrors } from './printing-errors.ts';
import { jsonOpenedRun, jsonStatusErrors } from './report/status-json.ts';
import type { AnsweringShell } from './shell.ts';

/** Which table is that of the service that shall retry. */
export interface RetryTableCommandOptions extends OutputOptions {
  readonly table: string;
}

/** Has the service open a run of the images that are failing, and tells its id; resolves to the exit code. */
export async function retryTableCommand(
  options: RetryTableCommandOptions,
  shell: AnsweringShell,
): Promise<number> {
  const { table, output } = options;
  const opened = await printingErrors(options, shell, () => openRun(table), jsonStatusErrors);
  shell.stdout.write(output === 'json' ? jsonOpenedRun(opened) : sentenceOf(opened, table));
  return 0;
}

async function openRun(table: string): Promise<OpenedRun> {
  const service = await readService(table);
  return await invokePlan(service, { retry: 'failing' });
}

async function readService(table: string): Promise<ServiceRecord> {
  const { services, close } = openDynamoDbLedger(table, { clock: systemClock });
  try {
    const service = await services.read();
    if (service) return service;
    const hint = 'it is known after the first run: commit images.yaml, or wait for the schedule';
    throw new NotRecordedError('function that plans', hint);
  } finally {
    close();
  }
}

function sentenceOf({ runId, images }: OpenedRun, table: string): string {
  if (runId === null) return 'no image is failing\n';
  const status = `image-syncer status --table ${table} --run ${runId}`;
  return printable(`run ${runId} retries ${counted(images, 'image')}; see ${status}`).concat('\n');
}
