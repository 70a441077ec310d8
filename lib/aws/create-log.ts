import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from './log.ts';

export interface LogOptions {
  /** Names this deployment in every line. */
  readonly service: string;
}

/** Writes JSON, a line each, to where Lambda takes logs from; `AWS_LAMBDA_LOG_LEVEL` says from what level on. */
export function createLog({ service }: LogOptions): Log {
  const logger = new Logger({ serviceName: service });
  return {
    info: (message, fields = {}) => logger.info(message, { ...fields }),
    warn: (message, fields = {}) => logger.warn(message, { ...fields }),
    error: (message, fields = {}) => logger.error(message, { ...fields }),
  };
}
