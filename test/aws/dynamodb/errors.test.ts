import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { LedgerTableError } from '../../../lib/aws/dynamodb/errors.ts';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import { emulatedDynamoDb } from '../../support/dynamodb-local.ts';
import { freePort } from '../../support/free-port.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { FIRST_RUN } from '../../support/run-builder.ts';

describe('LedgerTableError', () => {
  it.each([
    ['ResourceNotFoundException', 'not-found', false, /deploy the stack/],
    ['AccessDeniedException', 'auth', false, /allow the dynamodb actions/],
    ['CredentialsProviderError', 'auth', false, /AWS_PROFILE/],
    ['ExpiredTokenException', 'auth', false, /aws sso login/],
    ['ProvisionedThroughputExceededException', 'throttled', true, /CloudWatch/],
    ['ThrottlingException', 'throttled', true, /CloudWatch/],
    ['ValidationException', 'internal', false, /report/],
    ['InternalServerError', 'transient', true, /try again/],
    ['TimeoutError', 'transient', true, /try again/],
  ])('tells of %s what it is and what to do', (name, kind, retryable, hint) => {
    const error = new LedgerTableError('ledger', Object.assign(new Error('said'), { name }));

    expect(error).toMatchObject({ kind, retryable, code: 'LEDGER_UNUSABLE' });
    expect(error.hint).toMatch(hint);
    expect(error.message).toContain('the table ledger cannot be used: ');
  });

  it('repeats what DynamoDB answers, and nothing that a credential program says', () => {
    const answer = { name: 'ValidationException', $fault: 'client', $metadata: {} };
    const said = Object.assign(new Error('no such key'), answer);
    const secret = Object.assign(new Error('hunter2'), { name: 'CredentialsProviderError' });

    expect(new LedgerTableError('ledger', said).message).toContain('no such key');
    expect(new LedgerTableError('ledger', secret).message).not.toContain('hunter2');
  });

  it('names the region where there is none', () => {
    const error = new LedgerTableError('ledger', new Error('Region is missing'));

    expect(error.hint).toContain('AWS_REGION');
  });

  it.each([
    ['TransactionConflict', true],
    ['ValidationError', false],
  ])('may pass where a transaction was cancelled for %s: %s', (Code, retryable) => {
    const cause = new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: [{ Code: 'None' }, { Code }],
    });

    expect(new LedgerTableError('ledger', cause).retryable).toBe(retryable);
  });

  it('is what every call rejects with where nobody answers', async () => {
    const client = emulatedDynamoDb(`http://127.0.0.1:${await freePort()}`, { maxAttempts: 1 });
    const { ledger, close } = openDynamoDbLedger('ledger', { clock: new ManualClock(), client });

    await expect(ledger.readRun(FIRST_RUN)).rejects.toBeInstanceOf(LedgerTableError);
    await expect(ledger.supersedeRun(FIRST_RUN, '')).rejects.toBeInstanceOf(LedgerTableError);

    close();
    client.destroy();
  });
});
