import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { withoutAbsent } from './without-absent.ts';

/** Answers what is failing now: only images that conflict, failed or were skipped have its attribute. */
export const FAILING_INDEX = 'failing';

export interface LedgerTableProps {
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** The table of runs and outcomes. `AWS::DynamoDB::Table`: the global one cannot become it, nor be it, without a replacement. */
export function createLedgerTable(
  scope: Construct,
  id: string,
  { encryptionKey, removalPolicy }: LedgerTableProps,
): Table {
  const table = new Table(
    scope,
    id,
    withoutAbsent({
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: encryptionKey ? TableEncryption.CUSTOMER_MANAGED : TableEncryption.DEFAULT,
      encryptionKey,
      removalPolicy,
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
    }),
  );
  table.addGlobalSecondaryIndex({
    indexName: FAILING_INDEX,
    partitionKey: { name: 'failing', type: AttributeType.STRING },
    sortKey: { name: 'pk', type: AttributeType.STRING },
    projectionType: ProjectionType.ALL,
  });
  return table;
}
