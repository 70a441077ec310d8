import type { ChildProcess } from 'node:child_process';
import { type CodeCommit, startCodeCommit } from '../../support/aws/start-code-commit.ts';
import { type Ecr, startEcr } from '../../support/aws/start-ecr.ts';
import {
  type SecretsManager,
  startSecretsManager,
} from '../../support/aws/start-secrets-manager.ts';
import { type Sts, startSts } from '../../support/aws/start-sts.ts';
import { type DynamoDbLocal, dynamoDbLocal } from '../../support/dynamodb-local.ts';
import { killChild, startChild } from './child-program.ts';
import { CloudClock } from './cloud-clock.ts';
import { ACCOUNT, REGION } from './physical-names.ts';

/** Emulators and fakes of the services, none of which knows permissions; all on the cloud's clock but the tables. */
export interface AwsServices {
  readonly clock: CloudClock;
  readonly dynamoDb: DynamoDbLocal;
  /** SQS and S3. */
  readonly fauxqs: { readonly endpoint: string };
  readonly ecr: Ecr;
  readonly sts: Sts;
  readonly secretsManager: SecretsManager;
  readonly codeCommit: CodeCommit;
  close(): Promise<void>;
}

/** Fast enough that a minute is no wait, slow enough that no timeout of a second strikes on a busy machine. */
const RATE = 10;

/** Starts them on a clock that runs `rate` times as fast as the machine's; the caller closes them. */
export async function startAwsServices(rate = RATE): Promise<AwsServices> {
  const clock = new CloudClock(rate);
  const [dynamoDb, { child, endpoint }] = await Promise.all([
    dynamoDbLocal(),
    startFauxqsProcess(clock),
  ]);
  const sts = await startSts();
  const accountOf = (key = '') => sts.sessions.get(key)?.split(':')[4] ?? ACCOUNT;
  const ecr = await startEcr({ accountOf, now: () => clock.now() });
  const [secretsManager, codeCommit] = [await startSecretsManager(), await startCodeCommit()];
  const servers = [sts, ecr, secretsManager, codeCommit];
  const close = async () => {
    await killChild(child);
    for (const server of servers) await server.close();
  };
  const fakes = { ecr, sts, secretsManager, codeCommit };
  return { clock, dynamoDb, fauxqs: { endpoint }, ...fakes, close };
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
