import { randomUUID } from 'node:crypto';
import type { Access } from './access.ts';

/** What became of a token that was shown: RFC 6750, section 3.1, has the last two words. */
export type TokenVerdict = 'granted' | 'invalid_token' | 'insufficient_scope';

interface Grant {
  readonly access: readonly Access[];
  readonly expiresAt: number;
}

/** The tokens that a bearer guard issued, each with what it allows. */
export class Tokens {
  readonly #lifetimeMs: number;
  readonly #now: () => number;
  readonly #grants = new Map<string, Grant>();

  constructor(lifetimeMs: number, now: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  issue(access: readonly Access[]): string {
    const token = randomUUID();
    this.#grants.set(token, { access, expiresAt: this.#now() + this.#lifetimeMs });
    return token;
  }

  /** Whether `token` is valid now and allows all of `wanted`. */
  judge(token: string, wanted: readonly Access[]): TokenVerdict {
    const grant = this.#grants.get(token);
    if (!grant || this.#now() >= grant.expiresAt) return 'invalid_token';
    return wanted.every((access) => allows(grant, access)) ? 'granted' : 'insufficient_scope';
  }

  clear(): void {
    this.#grants.clear();
  }
}

/** Actions on one resource may come from several scopes. */
function allows({ access }: Grant, { type, name, actions }: Access): boolean {
  const granted = access
    .filter((scope) => scope.type === type && scope.name === name)
    .flatMap((scope) => scope.actions);
  return actions.every((action) => granted.includes(action));
}
