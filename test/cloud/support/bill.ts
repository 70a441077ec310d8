import { PRICES, type Priced } from '../../../scripts/cost/prices.ts';

/** What a run used of AWS. */
export interface Usage {
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Requests to SQS: batches sent, received and deleted, visibilities changed. */
  readonly queueRequests: number;
  readonly invocations: number;
  /** Seconds that functions ran, each times its memory in GB. */
  readonly gigabyteSeconds: number;
}

const PRICED_AS: Readonly<Record<keyof Usage, Priced>> = {
  readUnits: 'dynamoDbReadUnit',
  writeUnits: 'dynamoDbWriteUnit',
  queueRequests: 'sqsRequest',
  invocations: 'lambdaRequest',
  gigabyteSeconds: 'lambdaGbSecond',
};

/** Estimates dollars, without traffic, storage and logs. */
export function dollarsFor(usage: Usage): number {
  return Object.entries(usage).reduce(
    (sum, [name, amount]) => sum + amount * PRICES[PRICED_AS[name as keyof Usage]],
    0,
  );
}
