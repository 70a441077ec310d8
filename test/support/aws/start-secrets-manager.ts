import {
  AwsFailure,
  type AwsService,
  type AwsServiceOptions,
  startAwsService,
  textOf,
} from './aws-service.ts';

export interface SecretsManager extends AwsService {
  /** What each secret holds, by ARN. */
  readonly secrets: Map<string, string>;
}

/** Secrets Manager, to read whole secrets from: `GetSecretValue`. */
export async function startSecretsManager(
  options?: Pick<AwsServiceOptions, 'before'>,
): Promise<SecretsManager> {
  const secrets = new Map<string, string>();
  const service = await startAwsService(
    {
      GetSecretValue: (call) => {
        const id = textOf(call, 'SecretId');
        const value = secrets.get(id);
        if (value !== undefined) return { ARN: id, SecretString: value };
        const message = "Secrets Manager can't find the specified secret.";
        throw new AwsFailure('ResourceNotFoundException', message);
      },
    },
    options,
  );
  return { ...service, secrets };
}
