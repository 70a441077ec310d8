import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FAILING_INDEX } from './ledger-table.ts';

/** Reading and writing of rows. A transaction is authorised as what it consists of. */
const ROW_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
] as const;

export type RowAction = (typeof ROW_ACTIONS)[number];

/** The right to do `actions` with the rows of `table`. */
export function rowStatement(table: Table, actions: readonly RowAction[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [table.tableArn] });
}

/** The right to ask what is failing now. */
export function failingStatement(table: Table): PolicyStatement {
  return new PolicyStatement({ actions: ['dynamodb:Query'], resources: [failingArn(table)] });
}

export function failingArn(table: Table): string {
  return `${table.tableArn}/index/${FAILING_INDEX}`;
}
