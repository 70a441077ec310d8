import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type RetryStrategy = Extract<
  Awaited<DynamoDBClientConfig['retryStrategy']>,
  { refreshRetryTokenForRetry: unknown }
>;

type RetryToken = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>;

const ATTEMPTS = 6;

/** The SDK's retries without its delays, for tests in which much goes wrong. */
export const hurriedRetries: RetryStrategy = {
  acquireInitialRetryToken: async () => retryToken(0),
  refreshRetryTokenForRetry: async (token, { errorType }) => {
    const count = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || count === ATTEMPTS) throw new Error('not tried again');
    return retryToken(count);
  },
  recordSuccess: () => {},
};

function retryToken(count: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => 0 };
}
