import { pathToFileURL } from 'node:url';
import type { FunctionError, Invocation, InvocationAnswer } from './invocation.ts';

type Handler = (event: unknown, context: object) => Promise<unknown>;

const [file = '', exported = ''] = process.argv.slice(2);
const handler = await loadHandler();

process.on('message', async (message: Invocation) => {
  if (message.kind === 'invoke') process.send?.(await answer(message));
});
process.send?.({ kind: 'ready' });

/** A bundle in the format of CommonJS has its exports below `default` too. */
async function loadHandler(): Promise<Handler> {
  const module = await import(pathToFileURL(file).href);
  return module[exported] ?? module.default[exported];
}

async function answer(invocation: Invocation): Promise<InvocationAnswer> {
  const { requestId, event } = invocation;
  try {
    const result = await handler(event, contextOf(invocation));
    return { kind: 'answer', requestId, result: result ?? null };
  } catch (error) {
    return { kind: 'answer', requestId, error: describe(error) };
  }
}

function contextOf({ requestId, deadline }: Invocation): object {
  const { AWS_LAMBDA_FUNCTION_NAME: functionName, FUNCTION_ARN: invokedFunctionArn } = process.env;
  return {
    awsRequestId: requestId,
    functionName,
    invokedFunctionArn,
    functionVersion: '$LATEST',
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error) };
  const { name, message, stack } = error;
  return { errorType: name, errorMessage: message, ...(stack !== undefined && { stack }) };
}
