import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openDynamoDbLedger } from '../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import { readingAtLength } from '../../lib/cli/ledger-home.ts';
import { retryTableCommand } from '../../lib/cli/retry-table-command.ts';
import type { StatusQuestion } from '../../lib/cli/status-answer.ts';
import { statusCommand } from '../../lib/cli/status-command.ts';
import { systemClock } from '../../lib/mirror/system-clock.ts';
import { useAwsEnvironment } from '../support/aws/aws-environment.ts';
import { type Lambda, startLambda } from '../support/aws/start-lambda.ts';
import { CapturedOutput } from '../support/captured-output.ts';
import { describeWith } from '../support/describe-with.ts';
import { type DynamoDbLocal, dynamoDbLocal } from '../support/dynamodb-local.ts';
import { createLedgerTable } from '../support/ledger-table.ts';
import { FIRST_RUN, recordedOutcome, run } from '../support/run-builder.ts';

const SERVICE = { planFunction: 'mirror-plan', region: 'eu-central-1' };
/** Longer ago than the runs of the builder. */
const FOREVER_MS = 100 * 365 * 24 * 60 * 60 * 1000;

describeWith(['java'], 'a ledger on AWS', () => {
  let dynamoDb: DynamoDbLocal;
  let lambda: Lambda;
  let table: string;
  let stdout: CapturedOutput;
  useAwsEnvironment();

  beforeAll(async () => {
    dynamoDb = await dynamoDbLocal();
    lambda = await startLambda();
  }, 60_000);

  afterAll(async () => {
    await lambda.close();
  });

  beforeEach(async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', dynamoDb.endpoint);
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.endpoint);
    table = await createLedgerTable(dynamoDb.endpoint);
    stdout = new CapturedOutput();
  });

  async function fill(): Promise<void> {
    const opened = openDynamoDbLedger(table, { clock: systemClock, historyMs: FOREVER_MS });
    await opened.services.keep(SERVICE);
    await opened.ledger.openRun(run());
    await opened.ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));
    opened.close();
  }

  const status = (question: StatusQuestion = {}, name = table) =>
    statusCommand({ table: name, ...question, output: 'json' }, { stdout });

  const retry = (output: 'text' | 'json' = 'text') =>
    retryTableCommand({ table, output }, { stdout });

  const document = (): unknown => JSON.parse(stdout.text);

  it('tells its status', async () => {
    await fill();

    await status();

    expect(document()).toMatchObject({ run: { id: FIRST_RUN }, failing: 1, errors: [] });
  });

  it('tells what is failing', async () => {
    await fill();

    await status({ failing: true });

    expect(document()).toMatchObject({ images: [{ status: 'failed', lastRun: FIRST_RUN }] });
  });

  it('is read at length', async () => {
    await fill();
    const { target } = recordedOutcome();

    const images = await readingAtLength({ table }, async (reader) => [
      await reader.readImage(target),
      await reader.readImage(`${target}-other`),
    ]);

    expect(images).toMatchObject([{ lastRun: FIRST_RUN }, undefined]);
  });

  it('is retried by the function that plans', async () => {
    await fill();
    lambda.answer({ body: { runId: FIRST_RUN, images: 1 } });

    await retry();

    expect(lambda.invocations.at(-1)).toEqual({
      name: 'mirror-plan',
      payload: { retry: 'failing' },
    });
    expect(stdout.text).toBe(
      `run ${FIRST_RUN} retries 1 image; see image-syncer status --table ${table} --run ${FIRST_RUN}\n`,
    );
  });

  it.each([
    ['text', 'no image is failing\n'],
    ['json', '{\n  "runId": null,\n  "images": 0,\n  "errors": []\n}\n'],
  ] as const)('has nothing to retry, as %s', async (output, text) => {
    await fill();
    lambda.answer({ body: { runId: null, images: 0 } });

    await retry(output);

    expect(stdout.text).toBe(text);
  });

  it('does not know whom to ask before the first run', async () => {
    await expect(retry('json')).rejects.toThrow('the ledger knows no function that plans');

    expect(document()).toMatchObject({ errors: [{ hint: expect.stringContaining('first run') }] });
  });

  it.each<[string, () => void, string]>([
    ['a table that does not exist', () => {}, 'deploy the stack'],
    ['no credentials', () => vi.stubEnv('AWS_ACCESS_KEY_ID', undefined), 'AWS_PROFILE'],
    ['no region', () => vi.stubEnv('AWS_REGION', undefined), 'AWS_REGION'],
  ])('says what is to be done about %s', async (_, arrange, hint) => {
    arrange();

    await expect(status({}, 'nowhere')).rejects.toMatchObject({
      code: 'LEDGER_UNUSABLE',
      hint: expect.stringContaining(hint),
    });
  });
});
