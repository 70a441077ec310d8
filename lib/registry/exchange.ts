import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import type { CallOptions } from '../content/ports.ts';
import { AnswerBody } from './answer-body.ts';

/** An answer that has begun. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AnswerBody;
}

export interface ExchangeOptions extends CallOptions {
  /** What it is to a reader that the connection fails within the answer. */
  readonly failureOf: (error: unknown) => unknown;
}

/**
 * Sends a request and resolves when its answer begins. An abort counts at once: undici would hear of it when
 * a connection stands, which may take as long as the connection may.
 */
export async function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: ExchangeOptions,
): Promise<Answer> {
  options.signal?.throwIfAborted();
  const handler = new Exchange(options);
  dispatcher.dispatch(request, handler);
  return await handler.answer;
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #answer = Promise.withResolvers<Answer>();
  #connection: Dispatcher.DispatchController | undefined;
  #body: AnswerBody | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    options.signal?.addEventListener('abort', this.#abort, { once: true });
  }

  get answer(): Promise<Answer> {
    return this.#answer.promise;
  }

  /** Called again when undici repeats a request that its connection did not take. */
  onRequestStart(connection: Dispatcher.DispatchController): void {
    this.#connection = connection;
    if (this.#options.signal?.aborted) this.#abort();
  }

  onResponseStart(
    connection: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // RFC 9110, section 15.2: the answer itself follows.
    if (status < 200) return;
    this.#body = new AnswerBody(connection);
    this.#answer.resolve({ status, headers, body: this.#body });
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    this.#leave();
    this.#body?.complete();
  }

  onResponseError(_: Dispatcher.DispatchController, error: unknown): void {
    this.#leave();
    this.#answer.reject(error);
    this.#body?.fail(this.#options.failureOf(error));
  }

  readonly #abort = (): void => {
    const reason: unknown = this.#options.signal?.reason;
    this.#answer.reject(reason);
    this.#body?.close(reason);
    this.#connection?.abort(new errors.RequestAbortedError());
  };

  #leave(): void {
    this.#options.signal?.removeEventListener('abort', this.#abort);
  }
}
