import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DefinitionHome } from './definition-home.ts';

export interface ChangeRuleProps {
  readonly home: DefinitionHome;
  readonly planner: IFunction;
  readonly failures: IQueue;
}

/** Has the definition planned as soon as it changes; S3 and CodeCommit tell the default bus alone. */
export function createChangeRule(scope: Construct, id: string, props: ChangeRuleProps): Rule {
  return new Rule(scope, id, {
    description: 'Plans images.yaml when it changes',
    eventPattern: props.home.changes,
    targets: [
      new LambdaFunction(props.planner, {
        deadLetterQueue: props.failures,
        retryAttempts: 185,
        maxEventAge: Duration.hours(24),
      }),
    ],
  });
}
