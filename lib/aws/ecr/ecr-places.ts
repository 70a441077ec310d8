import type { Clock } from '../../clock.ts';
import {
  ExpiringCredentials,
  type IssuedCredentials,
} from '../../registry/expiring-credentials.ts';
import { EcrError } from './ecr-error.ts';
import { parseEcrHost } from './ecr-host.ts';
import type { EcrRole, EcrToken, IssueEcrToken } from './ecr-issuer.ts';

/** Somewhere credentials are kept: what `lib/local` looks through, as far as ECR knows it. */
export interface EcrPlace {
  readonly scope: string;
  readonly words: string;
  read(): Promise<ExpiringCredentials>;
}

export interface EcrPlacesOptions {
  readonly clock: Clock;
  /** Default: the AWS SDK, which is loaded when the first token is needed. */
  readonly issue?: IssueEcrToken;
}

/** Left of a token's twelve hours when it is renewed. */
const MARGIN_MS = 15 * 60 * 1000;

/** How long nobody asks again whether there are credentials for what anybody may read. */
const ANONYMOUS_MS = 60 * 60 * 1000;

/** Gives the credentials for a registry of ECR; `undefined` for every other registry. */
export type EcrCredentials = (registry: string, role?: EcrRole) => ExpiringCredentials | undefined;

/**
 * Returns who gives the credentials for registries of ECR: its API, asked as whoever the AWS SDK finds
 * in the environment, or as `role`. Names of one account, region and role share their token.
 */
export function createEcrCredentials({
  clock,
  issue = issueBySdk,
}: EcrPlacesOptions): EcrCredentials {
  const providers = new Map<string, ExpiringCredentials>();
  return (registry, role) => {
    const host = parseEcrHost(registry);
    if (!host) return undefined;
    const key = JSON.stringify([host, role?.roleArn, role?.externalId]);
    const provider =
      providers.get(key) ??
      new ExpiringCredentials(() => issued(registry, () => issue(host, role), clock), clock);
    providers.set(key, provider);
    return provider;
  };
}

/** The same as a place to look for credentials, `undefined` for every registry that is not ECR's. */
export function createEcrPlaces(
  options: EcrPlacesOptions,
): (registry: string, role?: EcrRole) => EcrPlace | undefined {
  const credentialsFor = createEcrCredentials(options);
  return (registry, role) => {
    const provider = credentialsFor(registry, role);
    return provider && { scope: registry, words: 'ECR', read: async () => provider };
  };
}

async function issued(
  registry: string,
  issue: () => Promise<EcrToken | undefined>,
  clock: Clock,
): Promise<IssuedCredentials> {
  const token = await issue().catch((error: unknown) => {
    throw new EcrError(registry, error);
  });
  if (!token) return { credentials: undefined, renewAt: clock.now() + ANONYMOUS_MS };
  const { username, password, expiresAt } = token;
  return { credentials: { kind: 'basic', username, password }, renewAt: expiresAt - MARGIN_MS };
}

/** The SDK is large, and most definitions name no registry of ECR. */
const issueBySdk: IssueEcrToken = async (host, role) => {
  const { issueEcrToken } = await import('./ecr-token.ts');
  return await issueEcrToken(host, role);
};
