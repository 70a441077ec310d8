import type { Clock } from '../../clock.ts';
import type { CredentialProvider } from '../../registry/credentials.ts';
import { ExpiringCredentials } from '../../registry/expiring-credentials.ts';
import { parseSecret } from './parse-secret.ts';
import { createReadSecret, type ReadSecret } from './read-secret.ts';
import { SecretError } from './secret-error.ts';

export interface SecretCredentialsOptions {
  readonly clock: Clock;
  /** Default: Secrets Manager, asked when the first registry wants to know. */
  readonly readSecret?: ReadSecret;
}

/** How long a secret is used before it is read again though nobody has refused it. */
const LIFE_MS = 60 * 60 * 1000;

/**
 * A secret is replaced at any time, so that even what has just been read may be refused for its age;
 * one that is wrong is refused by every request, and not read for each.
 */
const RENEWAL = { youthMs: 0, pauseMs: 30_000 } as const;

/**
 * The credentials in the secret `arn`, read once for everybody who waits, and again after a refusal.
 * Throws {@link SecretError} where they cannot be had.
 */
export function createSecretCredentials(
  arn: string,
  { clock, readSecret = createReadSecret() }: SecretCredentialsOptions,
): CredentialProvider {
  const issue = async () => {
    const text = await readSecret(arn).catch((error: unknown) => {
      throw SecretError.unreadable(arn, error);
    });
    const credentials = parseSecret(text);
    if (!credentials) throw SecretError.malformed(arn);
    return { credentials, renewAt: clock.now() + LIFE_MS };
  };
  return new ExpiringCredentials(issue, clock, RENEWAL);
}
