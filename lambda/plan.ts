import type { Context } from 'aws-lambda';
import { composePlanner } from '../lib/aws/planner/compose-planner.ts';
import { createFunctionLog } from '../lib/aws/powertools-log.ts';

const log = createFunctionLog();

// Built once per execution environment: tokens and connections outlive one invocation.
const plan = composePlanner(process.env, log);

/** Plans runs: called by events of the definition's home, by the schedule and by hand. */
export async function handler(event: unknown, context: Context): Promise<object> {
  log.begin(context);
  return await plan(event, context);
}
