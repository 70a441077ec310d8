import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFunctionLog } from '../../lib/aws/powertools-log.ts';
import { passingFailure } from '../support/failure.ts';

describe('createFunctionLog', () => {
  let written: string[];

  beforeEach(() => {
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'mirror');
    written = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        written.push(String(text));
        return true;
      });
    }
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it.each(['info', 'warn', 'error'] as const)('writes %s as one line of JSON', (level) => {
    createFunctionLog()[level]('image is done', { target: 'a:1', bytes: { b: 1 } });

    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      level: level.toUpperCase(),
      message: 'image is done',
      service: 'mirror',
      target: 'a:1',
      bytes: { b: 1 },
    });
  });

  it('names the invocation that a line belongs to', () => {
    const log = createFunctionLog();
    log.begin({ functionName: 'sync', awsRequestId: 'request' } as Context);

    log.info('image synced');

    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      function_name: 'sync',
      function_request_id: 'request',
    });
  });

  it('writes an error with its stack', () => {
    createFunctionLog().error('image is not done', { error: passingFailure() });

    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      error: { message: 'a test has asked for CONNECTION_LOST', stack: expect.any(String) },
    });
  });
});
