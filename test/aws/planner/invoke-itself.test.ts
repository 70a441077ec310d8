import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInvokeItself } from '../../../lib/aws/planner/invoke-itself.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { type Lambda, startLambda } from '../../support/aws/start-lambda.ts';
import { FIRST_RUN } from '../../support/run-builder.ts';

describe('createInvokeItself', () => {
  useAwsEnvironment();
  let lambda: Lambda;

  beforeEach(async () => {
    lambda = await startLambda();
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.endpoint);
  });

  afterEach(() => lambda.close());

  it('hands the rest to the function that plans, and waits for no answer', async () => {
    const goOn = createInvokeItself({ planFunction: 'mirror-plan', region: 'eu-central-1' });
    const continuation = { resume: FIRST_RUN, hops: 1, from: 500 };

    lambda.answer({ status: 202, body: null });
    await goOn(continuation);

    expect(lambda.invocations).toEqual([{ name: 'mirror-plan', payload: continuation }]);
    expect(lambda.invocationTypes).toEqual(['Event']);
  });
});
