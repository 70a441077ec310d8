import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { keyStatements } from './encryption.ts';
import { failingArn } from './ledger-statements.ts';

/** Lets `grantee` read every row and ask what is failing. */
export function grantRows(table: Table, grantee: IGrantable, key: IKey | undefined): Grant {
  for (const statement of keyStatements(key, 'dynamodb')) {
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }
  return Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    resourceArns: [table.tableArn, failingArn(table)],
  });
}

/** Lets `grantee` invoke `invoked` itself; CDK's own grant has all of its versions too. */
export function grantInvoke(invoked: IFunction, grantee: IGrantable): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: ['lambda:InvokeFunction'],
    resourceArns: [invoked.functionArn],
  });
}
