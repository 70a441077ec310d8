import type { EcrHost } from './ecr-host.ts';

/** A role to be assumed before ECR is asked. */
export interface EcrRole {
  readonly roleArn: string;
  readonly externalId?: string;
}

/**
 * Has ECR make an authorization token, as whoever the environment says or as `role`; `undefined` to
 * be anonymous. Throws what the AWS SDK throws.
 */
export type IssueEcrToken = (host: EcrHost, role?: EcrRole) => Promise<EcrToken | undefined>;

/** An authorization token as user name and password. */
export interface EcrToken {
  readonly username: string;
  readonly password: string;
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}
