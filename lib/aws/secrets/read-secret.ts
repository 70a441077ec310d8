import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSdkRequestHandler } from '../sdk-request-handler.ts';

/** What a secret of Secrets Manager holds as text, `undefined` where it holds bytes; throws what the SDK throws. */
export type ReadSecret = (arn: string) => Promise<string | undefined>;

/** Reads current versions, each in the region that its ARN names. */
export function createReadSecret(): ReadSecret {
  const clients = new Map<string, SecretsManagerClient>();
  return async (arn) => {
    const region = arn.split(':')[3] ?? '';
    const client = clients.get(region) ?? createClient(region);
    clients.set(region, client);
    return (await client.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString;
  };
}

function createClient(region: string): SecretsManagerClient {
  const requestHandler = createSdkRequestHandler();
  return new SecretsManagerClient({ requestHandler, ...(region && { region }) });
}
