import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { invokePlan } from '../../lib/aws/invoke-plan.ts';
import { PlanInvocationError } from '../../lib/aws/plan-invocation-error.ts';
import { useAwsEnvironment } from '../support/aws/aws-environment.ts';
import { type Lambda, type LambdaAnswer, startLambda } from '../support/aws/start-lambda.ts';

const SERVICE = { planFunction: 'mirror-plan', region: 'eu-central-1' };

describe('invokePlan', () => {
  useAwsEnvironment();
  let lambda: Lambda;

  beforeEach(async () => {
    lambda = await startLambda();
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.endpoint);
  });

  afterEach(() => lambda.close());

  async function failure(): Promise<unknown> {
    return await invokePlan(SERVICE, { retry: 'failing' }).catch((error: unknown) => error);
  }

  it('asks the function and gives its answer', async () => {
    lambda.answer({ body: { runId: '01KDVDP79GAAAAAAAAAAAAAAAA', images: 3 } });

    const opened = await invokePlan(SERVICE, { retry: 'failing' });

    expect(opened).toEqual({ runId: '01KDVDP79GAAAAAAAAAAAAAAAA', images: 3 });
    expect(lambda.invocations).toEqual([{ name: 'mirror-plan', payload: { retry: 'failing' } }]);
  });

  it('takes no run for an answer', async () => {
    lambda.answer({ body: { runId: null, images: 0 } });

    expect(await invokePlan(SERVICE, { retry: 'failing' })).toEqual({ runId: null, images: 0 });
  });

  it.each<[string, LambdaAnswer, object]>([
    [
      'that fails',
      {
        headers: { 'x-amz-function-error': 'Unhandled' },
        body: { errorType: 'LedgerTableError', errorMessage: 'the table cannot be used' },
      },
      { code: 'INTERNAL', message: 'the function mirror-plan failed: the table cannot be used' },
    ],
    [
      'that ends without a word',
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: null },
      { code: 'INTERNAL', message: expect.stringContaining('ended without a reason') },
    ],
    ['that answers something else', { body: 'done' }, { code: 'INTERNAL' }],
    [
      'that is gone',
      refusal(404, 'ResourceNotFoundException', 'Function not found'),
      { code: 'NOT_FOUND', hint: expect.stringContaining('deploy') },
    ],
    [
      'that it may not call',
      refusal(403, 'AccessDeniedException', 'not authorized'),
      { code: 'DENIED', hint: expect.stringContaining('grantRetry') },
    ],
    [
      'that is too busy',
      refusal(429, 'TooManyRequestsException', 'Rate Exceeded'),
      { code: 'THROTTLED', retryable: true },
    ],
  ])('says what is to be done of a function %s', async (_, given, expected) => {
    lambda.answer(given);

    const error = await failure();

    expect(error).toBeInstanceOf(PlanInvocationError);
    expect(error).toMatchObject(expected);
  });
});

/** What Lambda says in the place of a function. */
function refusal(status: number, name: string, message: string): LambdaAnswer {
  return { status, headers: { 'x-amzn-errortype': name }, body: { Message: message } };
}
