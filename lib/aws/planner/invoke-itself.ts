import type { LambdaClient } from '@aws-sdk/client-lambda';
import { createSdkRequestHandler } from '../sdk-request-handler.ts';
import type { ServiceRecord } from '../service-records.ts';

/** What an unfinished planning hands on to the next invocation. */
export interface Continuation {
  readonly resume: string;
  /** How often it was handed on, this time included. */
  readonly hops: number;
  readonly from: number;
  readonly only?: readonly string[];
  /** Whether the run is over the whole definition, which the ledger does not tell of a run by hand. */
  readonly whole?: true;
}

/** Has the work gone on with elsewhere; resolves once that is certain. */
export type Continue = (continuation: Continuation) => Promise<void>;

/** Invokes the function that plans, which is the caller itself, without waiting for it. */
export function createInvokeItself({ planFunction, region }: ServiceRecord): Continue {
  let client: LambdaClient | undefined;
  return async (continuation) => {
    // Loaded when there is something left to plan: hardly a definition is so long.
    const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    client ??= new LambdaClient({ region, requestHandler: createSdkRequestHandler() });
    const Payload = JSON.stringify(continuation);
    const asynchronous = { FunctionName: planFunction, InvocationType: 'Event' } as const;
    await client.send(new InvokeCommand({ ...asynchronous, Payload }));
  };
}
