import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  AwsError,
  DENIAL,
  type Nature,
  type Natures,
  natureOf,
  problemOf,
  REFUSED_IDENTITY,
  THROTTLE,
} from '../aws-error.ts';
import { isPassing } from './cancellation.ts';

const CODE = { code: 'LEDGER_UNUSABLE' } as const;

const THROTTLED: Nature = {
  ...CODE,
  kind: 'throttled',
  hint: 'try again; if it stays, see the throttled requests of the table in CloudWatch',
};

const MISMATCH: Nature = {
  ...CODE,
  kind: 'internal',
  hint: 'compare the table with the one that this version deploys, then report the message',
};

/** docs.aws.amazon.com/amazondynamodb, "Error handling with DynamoDB". */
const NATURES: Natures = [
  [
    /^ResourceNotFound/,
    {
      ...CODE,
      kind: 'not-found',
      hint: 'deploy the stack first, or name its table and the region that it is in',
    },
  ],
  [
    DENIAL,
    {
      ...CODE,
      kind: 'auth',
      hint: 'allow the dynamodb actions on this table and its index, and the use of its key where it has one',
    },
  ],
  [
    REFUSED_IDENTITY,
    {
      ...CODE,
      kind: 'auth',
      hint: 'give valid AWS credentials, for example with AWS_PROFILE or aws sso login, and check the clock',
    },
  ],
  [THROTTLE, THROTTLED],
  [/^TransactionCanceled/, THROTTLED],
  [
    /^(?:Validation|ItemCollectionSizeLimitExceeded|Serialization|IdempotentParameterMismatch)/,
    MISMATCH,
  ],
];

const UNREACHABLE: Nature = {
  ...CODE,
  kind: 'transient',
  hint: 'try again; if it stays, see whether aws dynamodb describe-table works here',
};

const NO_REGION: Nature = {
  ...CODE,
  kind: 'definition',
  hint: 'set AWS_REGION to the region of the table',
};

/** The ledger's table cannot be read or written. */
export class LedgerTableError extends AwsError {
  override readonly name = 'LedgerTableError';

  /** `cause` is what the AWS SDK threw. */
  constructor(table: string, cause: unknown) {
    super(`the table ${table} cannot be used: ${problemOf(cause)}`, natureOfTable(cause), cause);
  }
}

function natureOfTable(cause: unknown): Nature {
  if (cause instanceof Error && cause.message === 'Region is missing') return NO_REGION;
  // A transaction is also cancelled for an item that cannot be.
  if (cause instanceof TransactionCanceledException && !isPassing(cause)) return MISMATCH;
  return natureOf(cause, NATURES, UNREACHABLE);
}
