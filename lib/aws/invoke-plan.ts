import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { PlanInvocationError } from './plan-invocation-error.ts';
import { createSdkRequestHandler } from './sdk-request-handler.ts';
import type { ServiceRecord } from './service-records.ts';

/** What the function that plans can be asked by hand. */
export interface PlanCall {
  readonly retry: 'failing';
}

/** The answer comes when all is planned; a function runs for 15 minutes at most. */
const LONGEST_PLANNING_MS = 16 * 60 * 1000;

const openedRunSchema = z.object({ runId: z.string().nullable(), images: z.int() });

/** The run that was opened, `null` where there was nothing to do, and how many images it has. */
export type OpenedRun = Readonly<z.infer<typeof openedRunSchema>>;

/** A function whose failure is no answer says so in this form: docs.aws.amazon.com/lambda, "Node.js exceptions". */
const failureSchema = z.object({
  errorType: z.string().default('Error'),
  errorMessage: z.string().default('it ended without a reason'),
});

/** Asks the function to plan, and waits for its answer; throws {@link PlanInvocationError}. */
export async function invokePlan(
  { planFunction, region }: ServiceRecord,
  call: PlanCall,
): Promise<OpenedRun> {
  const requestHandler = { ...createSdkRequestHandler(), requestTimeout: LONGEST_PLANNING_MS };
  const client = new LambdaClient({ region, requestHandler });
  try {
    const Payload = JSON.stringify(call);
    const command = new InvokeCommand({ FunctionName: planFunction, Payload });
    const { FunctionError, Payload: answer } = await client.send(command);
    const said: unknown = JSON.parse(answer?.transformToString() || 'null');
    if (FunctionError === undefined) return openedRunSchema.parse(said);
    throw failureOf(said);
  } catch (error) {
    throw new PlanInvocationError(
      planFunction,
      error instanceof Error ? error : new Error(String(error)),
    );
  } finally {
    client.destroy();
  }
}

function failureOf(said: unknown): Error {
  const { errorType, errorMessage } = failureSchema.parse(said ?? {});
  return Object.assign(new Error(errorMessage), { name: errorType });
}
