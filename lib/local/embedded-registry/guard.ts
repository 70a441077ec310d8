import type { Authorize, Route } from './router.ts';

/** Decides who may do what. */
export interface Guard {
  readonly authorize: Authorize;
  /** Routes that the guard itself answers, for whomever. */
  readonly routes: readonly Route[];
  /** Makes every token issued so far invalid. */
  expireTokens(): void;
}

export interface GuardOptions {
  readonly host: string;
  /** Milliseconds of whatever clock decides how old tokens are. */
  readonly now: () => number;
}
