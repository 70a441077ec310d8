import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createFunctionLog } from '../lib/aws/powertools-log.ts';
import { composeDeadLetterConsumer } from '../lib/aws/worker/compose-dead-letter-consumer.ts';

const log = createFunctionLog();

// Built once per execution environment: connections outlive one invocation.
const consume = composeDeadLetterConsumer(process.env, log);

/** Records requests that their queues gave up: called by the queue of dead letters. Fails where that cannot be done. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  log.begin(context);
  return await consume(event);
}
