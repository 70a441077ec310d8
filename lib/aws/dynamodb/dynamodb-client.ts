import { Agent } from 'node:https';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** DynamoDB answers within milliseconds; the SDK would wait for ever. */
const LIMITS = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
} as const;

/** With the SDK's delays, which double from 100 ms and from 500 ms after throttling: some ten seconds. */
const ATTEMPTS = 6;

/** A client for the region, and as whom, the environment says. The caller destroys it. */
export function createDynamoDbClient(): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: ATTEMPTS,
    requestHandler: {
      ...LIMITS,
      // The SDK goes by no proxy of the environment unless its agent does.
      httpsAgent: new Agent({ keepAlive: true, maxSockets: 50, proxyEnv: process.env }),
    },
  });
}
