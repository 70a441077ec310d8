import type { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  type RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge.ts';
import { logPropsOf, type Surroundings } from './surroundings.ts';
import { withoutAbsent } from './without-absent.ts';

export interface HandlerFunctionProps {
  readonly surroundings: Surroundings;
  /** The file of the bundle that exports `handler`, without its extension. */
  readonly file: string;
  readonly description: string;
  readonly memoryMiB: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything its work needs; logs and network are added. */
  readonly statements: readonly PolicyStatement[];
  /** Default: Lambda ends what looks like a loop. */
  readonly recursiveLoop?: RecursiveLoop;
}

const NETWORK_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** A function with a role and a log group of its own. Nothing but what stands here is ever granted to it. */
export class HandlerFunction extends Construct {
  readonly function: LambdaFunction;
  /** Takes policies of its own, unlike the one that the function shows to whoever would grant it something. */
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', logPropsOf(props.surroundings));
    this.role = this.#createRole(props);
    this.function = new LambdaFunction(this, 'Function', {
      ...this.#functionProps(props),
      // Constructs that bind to a function grant more than they need, such as `fn:*`.
      role: this.role.withoutPolicyUpdates(),
    });
  }

  #functionProps({ surroundings, file, ...props }: HandlerFunctionProps) {
    const { network } = surroundings;
    return withoutAbsent({
      description: props.description,
      code: surroundings.code,
      handler: `${file}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout: props.timeout,
      environment: { ...props.environment },
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: surroundings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      recursiveLoop: props.recursiveLoop,
      vpc: network?.vpc,
      vpcSubnets: network?.subnets,
      securityGroups: network?.securityGroups ? [...network.securityGroups] : undefined,
    });
  }

  #createRole({ surroundings, statements }: HandlerFunctionProps): Role {
    const { network, tracing } = surroundings;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Work: new PolicyDocument({ statements: [...statements] }),
        // Neither `logGroup` nor `vpc` of a function grants anything to a role that it was given.
        Logs: new PolicyDocument({ statements: [this.#logStatement()] }),
        ...(network && { Network: documentOf(NETWORK_ACTIONS) }),
        ...(tracing && {
          Tracing: documentOf(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']),
        }),
      },
    });
    acknowledgeWildcard(
      role,
      '*',
      'ecr:GetAuthorizationToken, network interfaces of Lambda and traces are of no resource',
    );
    return role;
  }

  #logStatement(): PolicyStatement {
    return new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
    });
  }
}

/** Lambda asks for these on every resource when it makes the function. */
function documentOf(actions: readonly string[]): PolicyDocument {
  const statement = new PolicyStatement({ actions: [...actions], resources: ['*'] });
  return new PolicyDocument({ statements: [statement] });
}
