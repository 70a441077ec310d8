import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  type IManagedPolicy,
  PermissionsBoundary,
  PolicyDocument,
  type PrincipalBase,
  PrincipalWithConditions,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge.ts';
import { explainRepositories, targetStatements, tokenStatements } from './registry-statements.ts';
import { assertPrefix, type RepositoryProps, repositoryArns } from './target.ts';
import { withoutAbsent } from './without-absent.ts';

export interface ImageSyncerTargetProps extends StackProps {
  /** Begins the name of every repository that may be written, as in the syncer's own `targets`. Never empty. */
  readonly prefix: string;
  /** The account of the syncer, twelve digits. */
  readonly trustedAccount: string;
  /** Roles of that account that may assume this one. Default: all that the account lets. */
  readonly trustedRoleArns?: readonly string[];
  /** Has to be given by whoever assumes the role. Choose it, and say the same to the syncer. */
  readonly externalId: string;
  /** Default: `image-syncer-target`. A name that is known beforehand: the syncer's stack names it. */
  readonly roleName?: string;
  /** What the syncer is told in `targets`, of which the permissions follow. Default: repositories are created. */
  readonly repositories?: RepositoryProps;
  /** Default: none. */
  readonly boundary?: IManagedPolicy;
}

export const TARGET_ROLE_NAME = 'image-syncer-target';

/** The role in another account that a syncer writes to the registry of that account with. */
export class ImageSyncerTarget extends Stack {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ImageSyncerTargetProps) {
    super(scope, id, props);
    assertPrefix(props.prefix);
    const target = withoutAbsent({ prefix: props.prefix, repositories: props.repositories });
    const statements = [...tokenStatements(), ...targetStatements(this, target)];
    this.role = new Role(this, 'Role', {
      roleName: props.roleName ?? TARGET_ROLE_NAME,
      description: `Lets image-syncer of ${props.trustedAccount} write below ${props.prefix}`,
      assumedBy: trusted(props),
      inlinePolicies: { Write: new PolicyDocument({ statements }) },
    });
    if (props.boundary) PermissionsBoundary.of(this).apply(props.boundary);
    this.#explain(target.prefix);
    new CfnOutput(this, 'RoleArn', { value: this.role.roleArn });
  }

  #explain(prefix: string): void {
    acknowledgeWildcard(this.role, '*', 'ecr:GetAuthorizationToken is of no resource');
    explainRepositories(this.role, repositoryArns(this, { prefix }));
  }
}

function trusted({
  trustedAccount,
  trustedRoleArns,
  externalId,
}: ImageSyncerTargetProps): PrincipalBase {
  return new PrincipalWithConditions(new AccountPrincipal(trustedAccount), {
    StringEquals: { 'sts:ExternalId': externalId },
    // Not as principals: the trust would end with the first role that is replaced.
    ...(trustedRoleArns && { ArnEquals: { 'aws:PrincipalArn': [...trustedRoleArns] } }),
  });
}
