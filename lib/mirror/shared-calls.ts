import type { CallOptions } from '../content/ports.ts';

type Begin<Answer> = (options: CallOptions) => Promise<Answer>;

/** Gives callers that ask for one thing at one time one answer. */
export class SharedCalls<Answer> {
  readonly #calls = new Map<string, SharedCall<Answer>>();

  /**
   * Waits for the call named `key`, which `begin` begins where none is under way. A caller that is
   * aborted leaves the call to the others; the last to leave aborts it and waits for its end.
   */
  async join(key: string, begin: Begin<Answer>, { signal }: CallOptions = {}): Promise<Answer> {
    signal?.throwIfAborted();
    const known = this.#calls.get(key);
    const call = known?.isAbandoned === false ? known : this.#begin(key, begin);
    return await call.answered(signal);
  }

  #begin(key: string, begin: Begin<Answer>): SharedCall<Answer> {
    const call = new SharedCall(begin, () => {
      if (this.#calls.get(key) === call) this.#calls.delete(key);
    });
    this.#calls.set(key, call);
    return call;
  }
}

class SharedCall<Answer> {
  readonly #abandoned = new AbortController();
  readonly #answer: Promise<Answer>;
  #callers = 0;

  constructor(begin: Begin<Answer>, onEnd: () => void) {
    this.#answer = begin({ signal: this.#abandoned.signal }).finally(onEnd);
  }

  /** Whether nobody waits for it any more: it ends without an answer. */
  get isAbandoned(): boolean {
    return this.#abandoned.signal.aborted;
  }

  async answered(signal: AbortSignal | undefined): Promise<Answer> {
    const left = Promise.withResolvers<never>();
    const leave = () => {
      this.#callers -= 1;
      if (this.#callers === 0) this.#abandoned.abort(signal?.reason);
      else left.reject(signal?.reason);
    };
    this.#callers += 1;
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.#answer, left.promise]);
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }
}
