import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Log, LogFields } from './log.ts';

/** The log of a function: a line of JSON for each message, with the function, the invocation and the service. */
export interface FunctionLog extends Log {
  /** Says which invocation all further lines belong to. */
  begin(context: Context): void;
}

/** Goes by Powertools' variables for the service and the level. */
export function createFunctionLog(): FunctionLog {
  const logger = new Logger();
  return {
    begin: (context) => logger.addContext(context),
    info: (message, fields = {}) => logger.info(message, extraOf(fields)),
    warn: (message, fields = {}) => logger.warn(message, extraOf(fields)),
    error: (message, fields = {}) => logger.error(message, extraOf(fields)),
  };
}

function extraOf(fields: LogFields): Record<string, unknown> {
  return { ...fields };
}
