import { xmlErrorAnswer } from './aws-call.ts';
import type { AwsServices } from './aws-services.ts';
import { listBucketWish } from './aws-wishes.ts';
import { type Backend, Gateway } from './gateway.ts';
import type { Permissions } from './permissions.ts';
import { proxiedBackend } from './proxied-backend.ts';

export interface OpenedGateway {
  readonly gateway: Gateway;
  /** ARN of the role that asked for a token of ECR, by the `Authorization` that it makes. */
  readonly tokenRoles: ReadonlyMap<string, string>;
}

/** A gateway to `services`; EventBridge and Lambda are the cloud's own. */
export async function openGateway(
  services: AwsServices,
  permissions: Permissions,
): Promise<OpenedGateway> {
  const gateway = await Gateway.start(permissions);
  const tokenRoles = new Map<string, string>();
  gateway.serve('dynamodb', proxiedBackend(services.dynamoDb.endpoint));
  gateway.serve('sqs', proxiedBackend(services.fauxqs.endpoint));
  gateway.serve('s3', bucketBackend(proxiedBackend(services.fauxqs.endpoint), permissions));
  gateway.serve('secretsmanager', proxiedBackend(services.secretsManager.endpoint));
  gateway.serve('codecommit', proxiedBackend(services.codeCommit.endpoint));
  gateway.serve('sts', sessionBackend(proxiedBackend(services.sts.endpoint), gateway));
  const ecr = tokenBackend(proxiedBackend(services.ecr.endpoint), tokenRoles);
  gateway.serve('ecr', ecr);
  gateway.serve('ecr-public', ecr);
  return { gateway, tokenRoles };
}

/** S3, "GetObject": without `s3:ListBucket` a key that is missing is answered as one that is forbidden. */
function bucketBackend(bucket: Backend, permissions: Permissions): Backend {
  return async (call) => {
    const answer = await bucket(call);
    if (answer.status !== 404) return answer;
    const mayKnow = permissions.allows(call.caller.role, listBucketWish(call));
    return mayKnow ? answer : xmlErrorAnswer(call, 'AccessDenied');
  };
}

function sessionBackend(sts: Backend, gateway: Gateway): Backend {
  return async (call) => {
    const answer = await sts(call);
    const [, key] = /<AccessKeyId>(.*?)<\/AccessKeyId>/.exec(answer.body.toString()) ?? [];
    if (key !== undefined) {
      gateway.admit(key, { ...call.caller, role: String(call.input['RoleArn']) });
    }
    return answer;
  };
}

function tokenBackend(ecr: Backend, tokenRoles: Map<string, string>): Backend {
  return async (call) => {
    const answer = await ecr(call);
    const [, token] = /"authorizationToken":"(.*?)"/.exec(answer.body.toString()) ?? [];
    if (token !== undefined) tokenRoles.set(`Basic ${token}`, call.caller.role);
    return answer;
  };
}
