import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ImageSyncer } from './image-syncer.ts';

/** What whoever looks after `syncer` puts into commands, by the name of the output. */
export function outputsOf(
  scope: Construct,
  { table, functions, logGroups, queues, bucket, repository, dashboard }: ImageSyncer,
): Readonly<Record<string, string>> {
  return {
    TableName: table.tableName,
    PlanFunctionName: functions.plan.functionName,
    ...(bucket && { BucketName: bucket.bucketName }),
    ...(repository && {
      RepositoryName: repository.repositoryName,
      RepositoryCloneUrl: repository.repositoryCloneUrlHttp,
    }),
    DashboardUrl: urlOf(scope, dashboard),
    CompareArn: queues.compare.queueArn,
    DeadLettersArn: queues.deadLetters.queueArn,
    DeadLettersUrl: queues.deadLetters.queueUrl,
    PlanningFailuresUrl: queues.planningFailures.queueUrl,
    PlanLogs: logGroups.plan.logGroupName,
    SyncLogs: logGroups.sync.logGroupName,
    DeadLettersLogs: logGroups.deadLetters.logGroupName,
  };
}

/** In the console, whose domain no pseudo parameter has. */
function urlOf(scope: Construct, { dashboardName }: Dashboard): string {
  const china = isPartition(scope, 'InChina', 'aws-cn');
  const gov = isPartition(scope, 'InGovCloud', 'aws-us-gov');
  const elsewhere = Fn.conditionIf(gov.logicalId, 'amazonaws-us-gov.com', 'aws.amazon.com');
  const domain = Fn.conditionIf(china.logicalId, 'amazonaws.cn', elsewhere).toString();
  const place = `cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${dashboardName}`;
  return `https://console.${domain}/${place}`;
}

function isPartition(scope: Construct, id: string, partition: string): CfnCondition {
  const expression = Fn.conditionEquals(Aws.PARTITION, partition);
  return new CfnCondition(scope, id, { expression });
}
