import { type Access, formatScope } from './access.ts';
import type { BearerAuthentication } from './authentication.ts';
import type { Guard, GuardOptions } from './guard.ts';
import { Refusal } from './refusal.ts';
import type { Authorize } from './router.ts';
import { tokenRoute } from './token-route.ts';
import { Tokens, type TokenVerdict } from './tokens.ts';

/** Distribution, "Token Authentication Specification": the life of a token that does not say how long. */
const DEFAULT_LIFETIME_SECONDS = 60;

/** Asks for tokens and issues them: distribution, "Token Authentication Specification". */
export function bearerGuard(
  authentication: BearerAuthentication,
  { host, now }: GuardOptions,
): Guard {
  const { expiresInSeconds = DEFAULT_LIFETIME_SECONDS } = authentication;
  const tokens = new Tokens(expiresInSeconds * 1000, now);

  const authorize: Authorize = ({ headers }, access) => {
    const [, token] = /^bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    const verdict = token === undefined ? undefined : tokens.judge(token, access);
    if (verdict === 'granted') return;
    throw new Refusal('UNAUTHORIZED', 'a token for this is required', {
      headers: { 'WWW-Authenticate': challenge(host, access, verdict) },
    });
  };

  return {
    authorize,
    routes: [tokenRoute(authentication, tokens)],
    expireTokens: () => tokens.clear(),
  };
}

function challenge(
  host: string,
  access: readonly Access[],
  error: TokenVerdict | undefined,
): string {
  const parameters = {
    realm: `http://${host}/token`,
    service: host,
    ...(access.length > 0 && { scope: access.map(formatScope).join(' ') }),
    ...(error && { error }),
  };
  const printed = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  return `Bearer ${printed.join(',')}`;
}
