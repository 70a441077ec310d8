import type { ChildProcess } from 'node:child_process';
import { type CodeCommit, startCodeCommit } from '../../support/aws/start-code-commit.ts';
import { type Ecr, startEcr } from '../../support/aws/start-ecr.ts';
import {
  type SecretsManager,
  startSecretsManager,
} from '../../support/aws/start-secrets-manager.ts';
import { type Sts, startSts } from '../../support/aws/start-sts.ts';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { killChild, startChild } from './child-program.ts';
import type { CloudClock } from './cloud-clock.ts';
import { ACCOUNT, REGION } from './physical-names.ts';

/** Emulators and fakes of the services, none of which knows permissions; all on the cloud's clock but the tables. */
export interface AwsServices {
  readonly dynamoDb: DynamoDbLocal;
  /** SQS and S3. */
  readonly fauxqs: { readonly endpoint: string };
  readonly ecr: Ecr;
  readonly sts: Sts;
  readonly secretsManager: SecretsManager;
  readonly codeCommit: CodeCommit;
  close(): Promise<void>;
}

export async function startAwsServices(clock: CloudClock): Promise<AwsServices> {
  const [dynamoDb, { child, endpoint }] = await Promise.all([
    startDynamoDbLocal(),
    startFauxqsProcess(clock),
  ]);
  const sts = await startSts();
  const accountOf = (key = '') => sts.sessions.get(key)?.split(':')[4] ?? ACCOUNT;
  const ecr = await startEcr({ accountOf, now: () => clock.now() });
  const [secretsManager, codeCommit] = [await startSecretsManager(), await startCodeCommit()];
  const servers = [dynamoDb, sts, ecr, secretsManager, codeCommit];
  const close = async () => {
    await killChild(child);
    for (const server of servers) await server.close();
  };
  return { dynamoDb, fauxqs: { endpoint }, ecr, sts, secretsManager, codeCommit, close };
}

async function startFauxqsProcess(
  clock: CloudClock,
): Promise<{ readonly child: ChildProcess; readonly endpoint: string }> {
  const { PATH } = process.env;
  const { child, ready } = await startChild('sqs-host.ts', {
    args: [REGION],
    env: { PATH },
    clock,
  });
  return { child, endpoint: `http://127.0.0.1:${Object(ready).port}` };
}
