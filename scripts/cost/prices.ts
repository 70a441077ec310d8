/** When the prices were looked up. They change: check them before a decision hangs on them. */
export const PRICES_OF = '2026-11';
export const PRICES_REGION = 'us-east-1';

const MILLION = 1_000_000;

/**
 * Dollars for one of each, AWS's list prices on demand, without free tiers and discounts: aws.amazon.com,
 * the pages "pricing" of lambda, sqs, dynamodb, cloudwatch, eventbridge, ecr, secrets-manager and kms.
 */
export const PRICES = {
  /** A GB of memory for a second, on arm64. */
  lambdaGbSecond: 0.000_013_333_4,
  lambdaRequest: 0.2 / MILLION,
  /** Standard queue; a batch is one request up to 64 KiB, and one more for each further 64 KiB. */
  sqsRequest: 0.4 / MILLION,
  /** On demand, of 1 KB; twice as many in a transaction. */
  dynamoDbWriteUnit: 0.625 / MILLION,
  /** On demand, of 4 KB read consistently. */
  dynamoDbReadUnit: 0.125 / MILLION,
  dynamoDbGbMonth: 0.25,
  /** Point-in-time recovery. */
  dynamoDbRecoveryGbMonth: 0.2,
  /** An event of one's own on a bus; those of AWS's services are free. */
  event: 1 / MILLION,
  schedulerInvocation: 1 / MILLION,
  /** Logs of the standard class, taken in. */
  logGb: 0.5,
  logGbMonth: 0.03,
  /** Of a metric that is sent in every hour of a month. */
  customMetricMonth: 0.3,
  /** Each metric that a standard alarm looks at. */
  alarmMetricMonth: 0.1,
  dashboardMonth: 3,
  ecrGbMonth: 0.1,
  /** Out of one region into another, within the United States. */
  crossRegionGb: 0.02,
  /** Through a NAT gateway, where the functions are in a VPC that has one. */
  natGb: 0.045,
  natHour: 0.045,
  secretMonth: 0.4,
  keyMonth: 1,
} as const;

export type Priced = keyof typeof PRICES;
