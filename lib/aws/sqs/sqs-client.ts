import { SQSClient } from '@aws-sdk/client-sqs';
import { createSdkRequestHandler } from '../sdk-request-handler.ts';

let client: SQSClient | undefined;

/** The client of this process, for the region, and as whom, the environment says; made when it is first needed. */
export function sqsClient(): SQSClient {
  client ??= new SQSClient({ maxAttempts: 5, requestHandler: createSdkRequestHandler() });
  return client;
}
