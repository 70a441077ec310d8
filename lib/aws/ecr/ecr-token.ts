import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import {
  ECRPUBLICClient,
  GetAuthorizationTokenCommand as GetPublicTokenCommand,
} from '@aws-sdk/client-ecr-public';
import type { EcrHost, PrivateEcrHost } from './ecr-host.ts';
import type { EcrRole, EcrToken } from './ecr-issuer.ts';
import { reachEcr } from './ecr-reach.ts';

/** Gives tokens for every account's public registry: docs.aws.amazon.com/AmazonECR, "Registry authentication". */
const PUBLIC_REGION = 'us-east-1';

/** Lives twelve hours where ECR does not say. */
const USUAL_LIFE_MS = 12 * 60 * 60 * 1000;

/** What ECR calls a token, and when it expires. */
interface Authorization {
  readonly authorizationToken?: string | undefined;
  readonly expiresAt?: Date | undefined;
}

/**
 * Has ECR's API make a token, as whoever the environment says or as `role`. `undefined` for the public
 * registry where there is nobody, since it lets anybody read. Throws what the SDK throws.
 */
export async function issueEcrToken(host: EcrHost, role?: EcrRole): Promise<EcrToken | undefined> {
  if (host.kind === 'private') return tokenOf(await askPrivate(host, role));
  try {
    return tokenOf(await askPublic(role));
  } catch (error) {
    if (!role && isNobody(error)) return undefined;
    throw error;
  }
}

/** Whether the SDK found no credentials anywhere. */
function isNobody(error: unknown): boolean {
  return error instanceof Error && error.name === 'CredentialsProviderError';
}

async function askPrivate(
  { region, isFips, isDualStack }: PrivateEcrHost,
  role: EcrRole | undefined,
): Promise<Authorization | undefined> {
  const client = new ECRClient({
    ...reachEcr(region, role),
    useFipsEndpoint: isFips,
    useDualstackEndpoint: isDualStack,
  });
  try {
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
    return authorizationData?.[0];
  } finally {
    client.destroy();
  }
}

async function askPublic(role: EcrRole | undefined): Promise<Authorization | undefined> {
  const client = new ECRPUBLICClient(reachEcr(PUBLIC_REGION, role));
  try {
    return (await client.send(new GetPublicTokenCommand({}))).authorizationData;
  } finally {
    client.destroy();
  }
}

/** The token is `AWS:password` in base64. */
function tokenOf(authorization: Authorization | undefined): EcrToken {
  const { authorizationToken = '', expiresAt } = authorization ?? {};
  const text = Buffer.from(authorizationToken, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 1) throw new Error('ECR answered without a token');
  return {
    username: text.slice(0, colon),
    password: text.slice(colon + 1),
    expiresAt: expiresAt?.getTime() ?? Date.now() + USUAL_LIFE_MS,
  };
}
