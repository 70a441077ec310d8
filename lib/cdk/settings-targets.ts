import type { Construct } from 'constructs';
import { roleArnOf } from './registry-statements.ts';
import { settingsError, type TargetSettings } from './settings.ts';
import type { RepositoryProps, TargetProps } from './target.ts';
import { whenGiven } from './when-given.ts';
import { withoutAbsent } from './without-absent.ts';

/** A target whose role a stack of this app makes, in the target's account. */
export interface DeployedTarget {
  readonly account: string;
  readonly region?: string;
  readonly prefix: string;
  readonly roleName: string;
  readonly externalId: string;
  readonly repositories?: RepositoryProps;
}

/** `target` as the syncer gets it. */
export function targetProps(scope: Construct, target: TargetSettings): TargetProps {
  const { roleName, repositories, ...rest } = target;
  const deployed = deployedTarget(target);
  return withoutAbsent({
    ...rest,
    roleArn: deployed ? roleArnOf(scope, deployed.account, deployed.roleName) : rest.roleArn,
    repositories: repositories && repositoryProps(repositories),
  });
}

/** The stack that `target` asks for by naming a role rather than its ARN, `undefined` where it asks for none. */
export function deployedTarget(target: TargetSettings): DeployedTarget | undefined {
  const { account, externalId, region, roleName, roleArn, prefix, repositories } = target;
  if (roleName === undefined) return undefined;
  if (account === undefined || externalId === undefined || roleArn !== undefined) {
    throw settingsError(
      ` › targets: the one with roleName ${roleName} needs account and externalId too, and no roleArn: its role is made there`,
    );
  }
  return withoutAbsent({
    account,
    region,
    prefix,
    roleName,
    externalId,
    repositories: repositories && repositoryProps(repositories),
  });
}

function repositoryProps({
  kmsKeyArn,
  lifecyclePolicy,
  ...rest
}: NonNullable<TargetSettings['repositories']>): RepositoryProps {
  return withoutAbsent({
    ...rest,
    kmsKey: whenGiven(kmsKeyArn, (keyArn) => ({ keyArn })),
    lifecyclePolicy: lifecyclePolicy && JSON.stringify(lifecyclePolicy),
  });
}
