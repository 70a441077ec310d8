import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createFunctionLog } from '../lib/aws/powertools-log.ts';
import { composeWorker } from '../lib/aws/worker/compose-worker.ts';

const log = createFunctionLog();

// Built once per execution environment: tokens and connections outlive one invocation.
const work = composeWorker(process.env, log);

/** Syncs the images that messages ask for: called by both lanes. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  log.begin(context);
  return await work(event, context);
}
