import { lateAbort } from '../content/late-abort.ts';
import type { CallOptions } from '../content/ports.ts';
import { type RetryPolicy, retrying } from '../content/retry.ts';
import { SyncerError } from '../errors.ts';
import { type Account, type AccountSettings, accountName } from './account.ts';
import { AccountTurns } from './account-turns.ts';
import { Authorized, type AuthorizedOptions } from './authorized.ts';
import type { Endpoint } from './endpoint.ts';
import { Entrance } from './entrance.ts';
import type { RegistryError } from './errors.ts';
import { followed } from './followed.ts';
import { GatedSlots } from './gated-slots.ts';
import { HostHabits } from './host-habits.ts';
import type { HostProfile } from './host-profile.ts';
import type { HostSlots } from './host-slots.ts';
import { noteAnswer, noteRefusal } from './note-limits.ts';
import { refusalOf } from './refusal-of.ts';
import { classOf } from './request-class.ts';
import type { Slots } from './slots.ts';
import { HELD_MS, type Passage, type ThrottleGate } from './throttle-gate.ts';
import type { ThrottleGates } from './throttle-gates.ts';
import { ThrottledError } from './throttled-error.ts';
import type { RequestClass } from './throttles.ts';
import type { Scope } from './tokens.ts';
import type { TransferPlaces } from './transfer-slots.ts';
import type { WireRequest, WireResponse } from './transport.ts';

/** Everything that is known of a registry before it was asked. */
export interface RegistryOptions extends Omit<AuthorizedOptions, 'credentials'> {
  /** The host, as a reference spells it. */
  readonly name: string;
  /** Those who may ask; to write is for the first. */
  readonly accounts: readonly [AccountSettings, ...AccountSettings[]];
  readonly gates: ThrottleGates;
  /** Shared by everybody who asks at the same host. */
  readonly slots: HostSlots;
  readonly retry: RetryPolicy;
  readonly profile: HostProfile;
}

/** A request of the distribution API, to this registry or to where it redirects. */
export interface RegistryRequest extends CallOptions {
  readonly method: string;
  readonly url: URL;
  /** What the request needs to be allowed, for registries that give out tokens. */
  readonly scopes: readonly Scope[];
  /** Statuses that are an answer; every other is a `RegistryError`. */
  readonly accept: readonly number[];
  /** Statuses of refusals that speak against this request, not against starting over. Default: none. */
  readonly passing?: readonly number[];
  /** Redirects that reading follows, by status; every other is the answer. Default: all. */
  readonly follow?: readonly number[];
  readonly headers?: Readonly<Record<string, string>>;
  /** As in `Asked`. */
  readonly shownAs?: string;
  readonly body?: WireRequest['body'];
  /** How long an answer is awaited after an abort, where it names what has to be removed then. Default: 0. */
  readonly graceMs?: number;
}

/** Somebody whose turn it is, and those who have had theirs for the same request. */
interface Turn {
  readonly account: Account;
  readonly tried: ReadonlySet<Account>;
}

/** How a request comes through the gate of whoever's turn it is. */
type Enter = (gate: ThrottleGate, turn: Turn) => Promise<Passage>;

/** Statuses that may mean that another account would see what this one does not: they are not dependable. */
const UNSEEN: readonly number[] = [401, 403, 404];

/** One registry: how it is reached, who asks, and how much at a time. */
export class Registry {
  readonly downloads: TransferPlaces;
  readonly uploads: TransferPlaces;
  readonly habits: HostHabits;
  readonly #requests: Slots;
  readonly #retry: RetryPolicy;
  readonly #entrance: Entrance;
  readonly #endpoint: Endpoint;
  readonly #accounts: readonly [Account, ...Account[]];
  readonly #turns: AccountTurns;
  readonly #credentialsPlace: string | undefined;
  /** Refusals after which a gate is closed: whoever asks again waits there. */
  readonly #waitedFor = new WeakSet<object>();

  constructor(options: RegistryOptions) {
    const { slots, retry, endpoint, profile, accounts } = options;
    const [first, ...others] = accounts;
    const accountOf = (settings: AccountSettings) => createAccount(settings, options);
    this.#accounts = [accountOf(first), ...others.map(accountOf)];
    this.#turns = new AccountTurns(this.#accounts);
    this.downloads = new GatedSlots(slots.downloads, (signal) => this.#opened('read', signal));
    this.uploads = new GatedSlots(slots.uploads, (signal) => this.#opened('write', signal));
    this.habits = new HostHabits(profile);
    this.#requests = slots.requests;
    this.#retry = retry;
    this.#entrance = new Entrance(retry);
    this.#endpoint = endpoint;
    this.#credentialsPlace = options.credentialsPlace;
  }

  /** The origin of the distribution API, as far as it is known: an insecure registry's may turn out to be plain. */
  get url(): URL {
    return this.#endpoint.url;
  }

  /** As {@link ask}, and again after a failure that may pass. Nobody holds a place while a limit is waited for. */
  request<T>(
    request: RegistryRequest,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    const isOurs = (error: SyncerError) =>
      !(error instanceof ThrottledError || this.#waitedFor.has(error));
    const options = { ...request, isOurs };
    return retrying(() => this.#patiently(request, consume), this.#retry, options);
  }

  /** Sends a request once and gives `consume` its answer, which is ended when `consume` has ended. */
  ask<T>(
    request: RegistryRequest,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    const enter = (gate: ThrottleGate) => this.#entrance.enterHeld(gate, request);
    return this.#inTurns(request, enter, (turn) => this.#asked(request, turn, consume));
  }

  /** Sends a request once, authorised and redirected as needed; the caller must end the answer. */
  send(request: RegistryRequest): Promise<WireResponse> {
    const enter = (gate: ThrottleGate) => this.#entrance.enterHeld(gate, request);
    return this.#inTurns(request, enter, (turn) => this.#sent(request, turn));
  }

  /** Asks until the registry takes the request, whoever it is that it takes it from, or has refused it as often as it may. */
  async #patiently<T>(
    request: RegistryRequest,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    const deadline = this.#entrance.deadline;
    let refusal: SyncerError | undefined;
    let refusals = 0;
    for (;;) {
      let isBetterOff = false;
      const enter = (gate: ThrottleGate, { tried }: Turn) =>
        this.#entrance.enter(gate, {
          ...signalOf(request),
          deadline,
          isBetterOff: (waitMs) => {
            isBetterOff = this.#turns.waitMs(request, tried) < waitMs;
            return isBetterOff;
          },
        });
      try {
        return await this.#inTurns(request, enter, (turn) => this.#asked(request, turn, consume));
      } catch (error) {
        const leftMs = deadline - this.#now();
        if (error instanceof SyncerError && this.#waitedFor.has(error)) {
          refusal = error;
          refusals += 1;
          if (refusals > this.#retry.retries) throw error;
        } else if (!(error instanceof ThrottledError)) throw error;
        // A refusal tells more than that there is no time to wait after it.
        else if (!isBetterOff && error.retryAfterMs > leftMs) throw refusal ?? error;
      }
    }
  }

  /** Gives one account after another its turn, as long as they do not see what is asked for. */
  async #inTurns<T>(
    request: RegistryRequest,
    enter: Enter,
    attempt: (turn: Turn) => Promise<T>,
  ): Promise<T> {
    const tried = new Set<Account>();
    for (;;) {
      const account = this.#turns.next(request, tried);
      tried.add(account);
      const turn = { account, tried };
      const passage = await enter(account.gateOf(classOf(request)), turn);
      try {
        return await attempt(turn);
      } catch (error) {
        if (!isUnseen(error) || !this.#turns.hasOther(request, tried)) throw error;
      } finally {
        passage.end();
      }
    }
  }

  async #asked<T>(
    request: RegistryRequest,
    turn: Turn,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    const { graceMs = 0 } = request;
    const giveBack = await this.#requests.take(request.signal);
    try {
      // The class may have been closed while others had all places.
      if (!this.#entrance.isImpatient) turn.account.gateOf(classOf(request)).throwIfClosed();
      if (graceMs === 0) return await this.#consumed(request, turn, consume);
      return await lateAbort(request.signal, graceMs, (signal) =>
        this.#consumed({ ...request, signal }, turn, consume),
      );
    } finally {
      giveBack();
    }
  }

  async #sent(request: RegistryRequest, turn: Turn): Promise<WireResponse> {
    const sentAt = this.#now();
    const response = await followed(request, {
      ...turn.account,
      endpoint: this.#endpoint,
    });
    const { status } = response;
    const isLast = !this.#turns.hasOther(request, turn.tried);
    if (request.accept.includes(status) && (isLast || !UNSEEN.includes(status))) {
      if (this.#isOwn(response)) await noteAnswer(response, turn.account);
      if (status < 400) this.#turns.remember(request, turn.account, turn.tried);
      return response;
    }
    try {
      const refusal = await this.#refusalOf(response, request);
      const refused = { response, account: turn.account, sentAt };
      const isNoted = this.#isOwn(response) && (await noteRefusal(refusal, refused));
      const isWaitedFor = isNoted && refusal.kind === 'throttled' && !this.#entrance.isImpatient;
      if (isWaitedFor) this.#waitedFor.add(refusal);
      throw refusal;
    } finally {
      await response.discard();
    }
  }

  async #refusalOf(response: WireResponse, { passing }: RegistryRequest): Promise<RegistryError> {
    const isPassing = passing?.includes(response.status) ?? false;
    return await refusalOf(response, {
      now: this.#now(),
      credentialsPlace: this.#credentialsPlace,
      ...(isPassing && { retryable: true }),
    });
  }

  /** Resolves when the account that waits least may send such a request; whoever reads holds a place at a target. */
  async #opened(requests: RequestClass, signal: AbortSignal | undefined): Promise<void> {
    const deadline = requests === 'read' ? this.#now() + HELD_MS : this.#entrance.deadline;
    const candidates = requests === 'write' ? this.#accounts.slice(0, 1) : this.#accounts;
    const gates = candidates.map((account) => account.gateOf(requests));
    const [gate] = gates.toSorted((one, other) => one.waitMs - other.waitMs);
    if (!gate) return;
    const passage = await this.#entrance.enter(gate, { ...(signal && { signal }), deadline });
    passage.end();
  }

  /** What storage and its caches answer says nothing of the registry's limits. */
  #isOwn({ url }: WireResponse): boolean {
    return url.origin === this.url.origin;
  }

  #now(): number {
    return this.#retry.clock.now();
  }

  async #consumed<T>(
    request: RegistryRequest,
    turn: Turn,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    const response = await this.#sent(request, turn);
    try {
      return await consume(response);
    } finally {
      await response.discard();
    }
  }
}

function createAccount(
  { name, credentials }: AccountSettings,
  { name: registry, gates, ...options }: RegistryOptions,
): Account {
  const account = accountName({ name, credentials });
  return {
    authorized: new Authorized({ ...options, credentials }),
    gateOf: (requests) => gates.of({ registry, account, requests }),
  };
}

/** A token service that refuses an account speaks for no other. */
function isUnseen(error: unknown): boolean {
  return error instanceof SyncerError && ['auth', 'not-found'].includes(error.kind);
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal ? { signal } : {};
}
