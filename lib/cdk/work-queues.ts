import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { withoutAbsent } from './without-absent.ts';

export interface WorkQueuesProps {
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
  /** The time limit of the function that works on both lanes. */
  readonly workerTimeout: Duration;
  readonly maxReceives: number;
}

/** Longer than any queue needs on a good day: what fails on a Friday is there on the Monday after the next. */
const LONGEST_RETENTION = Duration.days(14);

/** Left in a queue after the function's own time limit, which the visibility of its messages must not be below. */
const VISIBILITY_MARGIN = Duration.seconds(60);

/** The queues between planner and workers, and those for what neither could do. */
export class WorkQueues extends Construct {
  /** Every image of a run; small ones are copied from here. */
  readonly compare: Queue;
  /** Images with much to move, one by one. */
  readonly copy: Queue;
  /** Requests that were given up; a consumer records them as failed, and leaves here what it does not understand. */
  readonly deadLetters: Queue;
  /** Events that the planner could not be given or failed at to the last. */
  readonly planningFailures: Queue;

  constructor(scope: Construct, id: string, props: WorkQueuesProps) {
    super(scope, id);
    const common = commonProps(props);
    const visibilityTimeout = props.workerTimeout.plus(VISIBILITY_MARGIN);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...common,
      retentionPeriod: LONGEST_RETENTION,
      // What the consumer leaves behind comes back to it this seldom.
      visibilityTimeout: Duration.hours(1),
    });
    const deadLetterQueue = { queue: this.deadLetters, maxReceiveCount: props.maxReceives };
    this.compare = new Queue(this, 'Compare', { ...common, visibilityTimeout, deadLetterQueue });
    this.copy = new Queue(this, 'Copy', { ...common, visibilityTimeout, deadLetterQueue });
    this.planningFailures = new Queue(this, 'PlanningFailures', {
      ...common,
      retentionPeriod: LONGEST_RETENTION,
    });
    acknowledge(this.planningFailures, 'SQS3', 'Is itself the dead-letter queue of the planner');
  }
}

function commonProps({ encryptionKey, removalPolicy }: WorkQueuesProps): QueueProps {
  return withoutAbsent({
    encryption: encryptionKey ? QueueEncryption.KMS : QueueEncryption.SQS_MANAGED,
    encryptionMasterKey: encryptionKey,
    enforceSSL: true,
    removalPolicy,
  });
}
