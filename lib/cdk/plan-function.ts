import { Duration } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Construct } from 'constructs';
import { VARIABLES } from '../aws/environment.ts';
import { keyStatements } from './encryption.ts';
import { assertEnvironmentFits } from './environment-size.ts';
import { HandlerFunction } from './handler-function.ts';
import { failingStatement, rowStatement } from './ledger-statements.ts';
import { acknowledgeRepositories, planRegistryStatements } from './registry-statements.ts';
import {
  announceStatement,
  commonEnvironment,
  registryEnvironment,
  type Service,
  sendStatement,
} from './service.ts';
import type { Surroundings } from './surroundings.ts';

export interface PlanFunctionProps {
  readonly service: Service;
  readonly surroundings: Surroundings;
  readonly memoryMiB: number;
  readonly runTimeout: Duration;
}

/** Lambda's longest; a planner that needs more goes on in an invocation of its own. */
const TIMEOUT = Duration.minutes(15);

/** Turns the definition into a run and requests. */
export class PlanFunction extends HandlerFunction {
  constructor(scope: Construct, id: string, props: PlanFunctionProps) {
    const { service } = props;
    super(scope, id, {
      surroundings: props.surroundings,
      file: 'plan',
      description: `${service.name}: plans runs from images.yaml`,
      memoryMiB: props.memoryMiB,
      timeout: TIMEOUT,
      environment: environmentOf(scope, props),
      statements: statementsOf(scope, service),
    });
    this.function.configureAsyncInvoke({
      retryAttempts: 2,
      // The queues that EventBridge and Scheduler have catch what could not be delivered, not what failed.
      onFailure: new SqsDestination(service.queues.planningFailures),
    });
    acknowledgeRepositories(this.role, service.places);
    this.#mayInvokeItself();
  }

  /** A policy apart: the role would name the function that cannot be made before it. */
  #mayInvokeItself(): void {
    new Policy(this, 'Continue', {
      roles: [this.role],
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: [this.function.functionArn],
        }),
      ],
    });
  }
}

function environmentOf(scope: Construct, props: PlanFunctionProps): Record<string, string> {
  const { home, queues } = props.service;
  const environment = {
    ...commonEnvironment(props.service),
    ...registryEnvironment(scope, props.service),
    [VARIABLES.definition]: JSON.stringify(home.place),
    [VARIABLES.compareQueueUrl]: queues.compare.queueUrl,
    [VARIABLES.runTimeoutSeconds]: String(props.runTimeout.toSeconds()),
  };
  assertEnvironmentFits(scope, environment);
  return environment;
}

function statementsOf(scope: Construct, service: Service): readonly PolicyStatement[] {
  const { table, queues, home, places, encryptionKey } = service;
  return [
    rowStatement(table, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    ]),
    failingStatement(table),
    sendStatement(queues.compare, queues.planningFailures),
    announceStatement(scope, service),
    ...home.statements,
    ...planRegistryStatements(scope, places),
    ...keyStatements(encryptionKey, 'dynamodb', 'sqs'),
  ];
}
