import {
  AwsError,
  DENIAL,
  type Nature,
  type Natures,
  natureOf,
  REFUSED_IDENTITY,
  THROTTLE,
} from '../aws-error.ts';

const CODE = { code: 'QUEUE_UNUSABLE' } as const;

const DENIED: Nature = {
  ...CODE,
  kind: 'auth',
  hint: 'allow the function sqs:SendMessage on the queue, and the use of its key where it has one',
};

/** Amazon SQS, "Common errors" and "SendMessageBatch". */
const NATURES: Natures = [
  [DENIAL, DENIED],
  [/^Kms(?!Throttled)/, DENIED],
  [REFUSED_IDENTITY, DENIED],
  [
    /QueueDoesNotExist|NonExistentQueue/,
    { ...CODE, kind: 'not-found', hint: 'deploy the stack again: the queue has been deleted' },
  ],
  [THROTTLE, { ...CODE, kind: 'throttled', hint: 'try again; if it stays, see the quotas of SQS' }],
];

const PASSING: Nature = {
  ...CODE,
  kind: 'transient',
  hint: 'see whether the queue exists and the function may send to it',
};

/** A queue does not take what is sent. */
export class QueueError extends AwsError {
  override readonly name = 'QueueError';

  /** `cause` is what the AWS SDK threw, where it threw. */
  constructor(queueUrl: string, problem: string, cause?: unknown) {
    const queue = queueUrl.split('/').at(-1);
    const message = `the queue ${queue} takes no messages: ${problem}`;
    super(message, natureOf(cause, NATURES, PASSING), cause);
  }
}
