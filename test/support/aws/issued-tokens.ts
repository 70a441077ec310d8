import type { AwsCall } from './aws-service.ts';

/** What a token is good for: `refused` is answered by 401 with a challenge, `expired` by 403 DENIED without one. */
export type TokenJudgement = 'accepted' | 'expired' | 'refused';

/** ECR: "An authorization token is valid for 12 hours". */
const LIFE_MS = 12 * 60 * 60 * 1000;

const PUBLIC: ReadonlySet<string> = new Set(['public.ecr.aws', 'ecr-public.aws.com']);

interface IssuedToken {
  readonly region: string;
  expiresAt: number;
}

/** ECR's authorization tokens, each for the region that was asked and, as long as nothing is said, any account. */
export class IssuedTokens {
  readonly #now: () => number;
  readonly #tokens = new Map<string, IssuedToken>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The output of `GetAuthorizationToken`, of ECR Public too, which has one token and no list. */
  answerTo({ region, service }: AwsCall): unknown {
    const expiresAt = this.#now() + LIFE_MS;
    const token = Buffer.from(`AWS:planted-token-${this.#tokens.size + 1}`).toString('base64');
    this.#tokens.set(`Basic ${token}`, { region, expiresAt });
    const data = { authorizationToken: token, expiresAt: Math.floor(expiresAt / 1000) };
    return { authorizationData: service === 'ecr' ? [data] : data };
  }

  judge(registry: string, authorization = ''): TokenJudgement {
    const token = this.#tokens.get(authorization);
    const isOfRegion = PUBLIC.has(registry) || registry.includes(`.${token?.region}.`);
    if (!token || !isOfRegion) return 'refused';
    return token.expiresAt > this.#now() ? 'accepted' : 'expired';
  }

  expireAll(): void {
    for (const token of this.#tokens.values()) token.expiresAt = 0;
  }
}
