import {
  type Authentication,
  type BasicAuthentication,
  isSame,
  parseBasic,
} from './authentication.ts';
import { bearerGuard } from './bearer-guard.ts';
import type { Guard, GuardOptions } from './guard.ts';
import { Refusal } from './refusal.ts';
import type { Authorize } from './router.ts';

/** The guard for `authentication`, one that lets everybody in where there is none. */
export function createGuard(
  authentication: Authentication | undefined,
  options: GuardOptions,
): Guard {
  switch (authentication?.kind) {
    case 'basic':
      return { authorize: basicAuthorize(authentication), routes: [], expireTokens: nothing };
    case 'bearer':
      return bearerGuard(authentication, options);
    case undefined:
      return { authorize: nothing, routes: [], expireTokens: nothing };
  }
}

function basicAuthorize(expected: BasicAuthentication): Authorize {
  return ({ headers }) => {
    if (isSame(expected, parseBasic(headers.authorization) ?? {})) return;
    throw new Refusal('UNAUTHORIZED', 'a username and a password are required', {
      headers: { 'WWW-Authenticate': 'Basic realm="embedded registry"' },
    });
  };
}

function nothing(): void {}
