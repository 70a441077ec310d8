import type { Account } from './account.ts';
import type { Asked } from './errors.ts';
import { classOf } from './request-class.ts';
import type { Scope } from './tokens.ts';

/** A request, and the repositories that it is about. */
export interface TurnRequest extends Asked {
  readonly scopes: readonly Scope[];
}

/**
 * Says which of several accounts asks. Those who read take turns, the one first that has to wait least; one that
 * may not see a repository which another sees is left out there. To write is for the first account alone: uploads
 * belong to whoever began them.
 */
export class AccountTurns {
  readonly #accounts: readonly [Account, ...Account[]];
  /** Accounts that do not see a repository, by what is asked for it. */
  readonly #blind = new Map<Scope, Set<Account>>();
  #turn = 0;

  constructor(accounts: readonly [Account, ...Account[]]) {
    this.#accounts = accounts;
  }

  /** Whose turn it is, of those who have not tried; the first account where all have. */
  next(request: TurnRequest, tried: ReadonlySet<Account>): Account {
    const [first] = this.#accounts;
    const candidates = this.#candidates(request, tried);
    if (candidates.length === 0) return first;
    this.#turn += 1;
    const ordered = candidates.map(
      (_, place) => candidates[(this.#turn + place) % candidates.length],
    );
    const waitOf = (account = first) => waitMsOf(request, account);
    return ordered.reduce((best, other) => (waitOf(other) < waitOf(best) ? other : best)) ?? first;
  }

  /** How long the request would wait for one of those who have not tried. */
  waitMs(request: TurnRequest, tried: ReadonlySet<Account>): number {
    const candidates = this.#candidates(request, tried);
    return Math.min(...candidates.map((account) => waitMsOf(request, account)));
  }

  /** Whether an account is left that may see what those who `tried` do not. */
  hasOther(request: TurnRequest, tried: ReadonlySet<Account>): boolean {
    return this.#candidates(request, tried).length > 0;
  }

  /** Remembers that `seeing` sees a repository, unlike the others who `tried`. */
  remember(request: TurnRequest, seeing: Account, tried: ReadonlySet<Account>): void {
    const [scope] = request.scopes;
    if (scope === undefined || tried.size < 2) return;
    const blind = this.#blind.get(scope) ?? new Set();
    for (const account of tried) blind.add(account);
    blind.delete(seeing);
    this.#blind.set(scope, blind);
  }

  #candidates(request: TurnRequest, tried: ReadonlySet<Account>): readonly Account[] {
    const [first] = this.#accounts;
    const [scope = ''] = request.scopes;
    const mayTakeTurns = !scope.endsWith('push') && isReading(request);
    const blind = this.#blind.get(scope);
    const accounts = mayTakeTurns ? this.#accounts : [first];
    return accounts.filter((account) => !tried.has(account) && blind?.has(account) !== true);
  }
}

function waitMsOf(request: Asked, account: Account): number {
  return account.gateOf(classOf(request)).waitMs;
}

function isReading({ method }: Asked): boolean {
  return method === 'GET' || method === 'HEAD';
}
