import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../../lib/aws/environment.ts';
import { composePlanner } from '../../../lib/aws/planner/compose-planner.ts';
import { PlannerEventError } from '../../../lib/aws/planner/planner-event-error.ts';
import { ToldLog } from '../../support/told-log.ts';

const ENVIRONMENT = {
  [VARIABLES.tableName]: 'table',
  [VARIABLES.service]: 'image-syncer',
  [VARIABLES.eventBusName]: 'default',
  [VARIABLES.historyDays]: '90',
  [VARIABLES.registries]: '{}',
  [VARIABLES.targets]: '[{"registry":"mirror.example","prefix":"external/"}]',
  [VARIABLES.definition]: '{"kind":"s3","bucket":"bucket","key":"images.yaml"}',
  [VARIABLES.compareQueueUrl]: 'https://sqs.eu-central-1.amazonaws.com/123456789012/compare',
  [VARIABLES.runTimeoutSeconds]: '43200',
  AWS_LAMBDA_FUNCTION_NAME: 'plan',
  AWS_REGION: 'eu-central-1',
};
const CONTEXT = { awsRequestId: 'request', getRemainingTimeInMillis: () => 900_000 };

describe('composePlanner', () => {
  const log = new ToldLog();

  it('refuses what it does not know', async () => {
    const planner = composePlanner(ENVIRONMENT, log);

    await expect(planner({ plan: 'everything' }, CONTEXT)).rejects.toThrow(PlannerEventError);
  });

  it('holds a definition to the targets of the stack', async () => {
    const definition = 'images: [{ source: "busybox:1", target: "other.example/busybox:1" }]';

    const answer = await composePlanner(ENVIRONMENT, log)({ dryRun: true, definition }, CONTEXT);

    expect(answer).toMatchObject({
      run: null,
      errors: [{ file: 'definition', line: 1, message: expect.stringContaining('other.example') }],
    });
  });

  it.each(Object.keys(ENVIRONMENT))('throws without %s', (name) => {
    const { [name]: _, ...others } = { ...ENVIRONMENT } as Record<string, string>;

    expect(() => composePlanner(others, log)).toThrow(name);
  });
});
