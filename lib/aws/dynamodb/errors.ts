import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type ErrorKind, SyncerError } from '../../errors.ts';
import { isPassing } from './cancellation.ts';

/** The ledger's table cannot be read or written. */
export class LedgerTableError extends SyncerError {
  override readonly name = 'LedgerTableError';
  readonly code = 'LEDGER_UNUSABLE';
  readonly kind: ErrorKind;
  readonly hint: string;
  readonly retryable: boolean;

  /** `cause` is what the AWS SDK threw. */
  constructor(table: string, cause: unknown) {
    const { problem, kind, hint } = natureOf(cause);
    super(`the table ${table} cannot be used: ${problem}`, { cause });
    this.kind = kind;
    this.hint = hint;
    this.retryable = kind === 'transient' || kind === 'throttled';
  }
}

interface Nature {
  readonly problem: string;
  readonly kind: ErrorKind;
  readonly hint: string;
}

/** By the name of what the SDK throws: docs.aws.amazon.com/amazondynamodb, "Error handling with DynamoDB". */
const NATURES: readonly (Omit<Nature, 'problem'> & { readonly names: RegExp })[] = [
  {
    names: /^ResourceNotFound/,
    kind: 'not-found',
    hint: 'deploy the stack first, or name its table and the region that it is in',
  },
  {
    names: /^(?:AccessDenied|KMSAccessDenied)/,
    kind: 'auth',
    hint: 'allow the dynamodb actions on this table and its index, and the use of its key where it has one',
  },
  {
    names:
      /^(?:CredentialsProvider|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|MissingAuthenticationToken|IncompleteSignature)/,
    kind: 'auth',
    hint: 'give valid AWS credentials, for example with AWS_PROFILE or aws sso login, and check the clock',
  },
  {
    names: /^(?:ProvisionedThroughputExceeded|Throttling|RequestLimitExceeded|TransactionCanceled)/,
    kind: 'throttled',
    hint: 'try again; if it stays, see the throttled requests of the table in CloudWatch',
  },
  {
    names:
      /^(?:Validation|ItemCollectionSizeLimitExceeded|Serialization|IdempotentParameterMismatch)/,
    kind: 'internal',
    hint: 'compare the table with the one that this version deploys, then report the message',
  },
];

const UNREACHABLE: Omit<Nature, 'problem'> = {
  kind: 'transient',
  hint: 'try again; if it stays, see whether aws dynamodb describe-table works here',
};

const NO_REGION: Nature = {
  problem: 'there is no AWS region',
  kind: 'definition',
  hint: 'set AWS_REGION to the region of the table',
};

function natureOf(cause: unknown): Nature {
  if (!(cause instanceof Error)) return { problem: String(cause), ...UNREACHABLE };
  if (cause.message === 'Region is missing') return NO_REGION;
  // A transaction is also cancelled for an item that cannot be.
  const isRefused = cause instanceof TransactionCanceledException && !isPassing(cause);
  const name = isRefused ? 'ValidationException' : cause.name;
  const known = NATURES.find(({ names }) => names.test(name)) ?? UNREACHABLE;
  return { problem: problemOf(cause), kind: known.kind, hint: known.hint };
}

/** Texts that are no service's answer may hold anything, such as the output of a credential program. */
function problemOf(cause: Error): string {
  if (cause.name === 'CredentialsProviderError') return 'there are no AWS credentials';
  const isAnswer = '$fault' in cause && '$metadata' in cause;
  return isAnswer ? `${cause.name}, ${cause.message.slice(0, 300)}` : cause.name;
}
