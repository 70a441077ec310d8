import type { SqsQueue } from '../sqs/sqs-queue.ts';

/** One of the two queues that feed workers. */
export interface Lane {
  readonly queueUrl: string;
  readonly queue: Pick<SqsQueue, 'sendOn'>;
  /** How much of one image is uploaded in this lane; absent: all of it. */
  readonly maxBytes?: number;
}

/** Every image of the definition comes here first, and stays unless it is larger than this. */
export const COMPARE_LANE_BYTES = 64 * 1024 * 1024;

/** The lane that messages of `queueArn` are of: its name is the last part of the ARN as it is of the URL. */
export function laneOf(queueArn: string, lanes: readonly Lane[]): Lane {
  const name = queueArn.split(':').at(-1);
  const lane = lanes.find(({ queueUrl }) => queueUrl.split('/').at(-1) === name);
  if (!lane) throw new Error(`no lane is fed by ${queueArn}`);
  return lane;
}
