import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type AwsAnswer,
  type AwsCall,
  errorAnswer,
  readAwsCall,
  xmlErrorAnswer,
} from './aws-call.ts';
import { awsWishes } from './aws-wishes.ts';
import type { Permissions } from './permissions.ts';

/** Whom an access key belongs to. */
export interface Caller {
  /** Name of the role. */
  readonly role: string;
  /** Name of the function, where it is one. */
  readonly functionName?: string;
  /** Ends the process that calls, as a machine that fails does. */
  kill?(): Promise<void>;
}

export interface CallByRole extends AwsCall {
  readonly caller: Caller;
}

/** A service, or what stands in for it; whoever calls may do what the call says. */
export type Backend = (call: CallByRole) => Promise<AwsAnswer>;

/** Looks at calls before they are served, and may answer instead. */
export type Interceptor = (call: CallByRole) => Promise<AwsAnswer | undefined>;

/** Sees calls with what they were answered. */
export type Observer = (call: CallByRole, answer: AwsAnswer) => void;

/** Every AWS endpoint in one: knows who calls, and lets roles do what their statements say. */
export class Gateway {
  /** Those that were allowed, in order of arrival. */
  readonly calls: CallByRole[] = [];
  readonly #permissions: Permissions;
  readonly #callers = new Map<string, Caller>();
  readonly #backends = new Map<string, Backend>();
  readonly #interceptors = new Set<Interceptor>();
  readonly #observers = new Set<Observer>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #port = 0;

  private constructor(permissions: Permissions) {
    this.#permissions = permissions;
  }

  static async start(permissions: Permissions): Promise<Gateway> {
    const gateway = new Gateway(permissions);
    gateway.#server.listen(0, '127.0.0.1');
    await once(gateway.#server, 'listening');
    const address = gateway.#server.address();
    if (typeof address === 'object' && address) gateway.#port = address.port;
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Says who calls with `accessKeyId`. */
  admit(accessKeyId: string, caller: Caller): void {
    this.#callers.set(accessKeyId, caller);
  }

  serve(service: string, backend: Backend): void {
    this.#backends.set(service, backend);
  }

  /** Adds an interceptor and returns what removes it again. */
  intercept(interceptor: Interceptor): () => void {
    this.#interceptors.add(interceptor);
    return () => void this.#interceptors.delete(interceptor);
  }

  observe(observer: Observer): void {
    this.#observers.add(observer);
  }

  /** Forgets calls and interceptors. */
  clear(): void {
    this.calls.length = 0;
    this.#interceptors.clear();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request).catch((error: unknown) =>
      errorAnswer('InternalFailure', String(error), 501),
    );
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  async #answer(request: IncomingMessage): Promise<AwsAnswer> {
    const asked = await readAwsCall(request);
    const caller = this.#callers.get(asked.accessKeyId);
    if (!caller) return errorAnswer('UnrecognizedClientException', 'nobody has this key', 403);

    const call = { ...asked, caller };
    const wishes = awsWishes(call);
    const denied = wishes.filter((wish) => !this.#permissions.allows(caller.role, wish));
    if (denied.length > 0) return denial(call, denied.map(({ action }) => action).join());

    this.calls.push(call);
    for (const intercept of this.#interceptors) {
      const answer = await intercept(call);
      if (answer) return answer;
    }
    const backend = this.#backends.get(call.service);
    if (!backend) return errorAnswer('UnknownOperationException', call.service);
    const answer = await backend(call);
    for (const observe of this.#observers) observe(call, answer);
    return answer;
  }
}

function denial(call: AwsCall, actions: string): AwsAnswer {
  if (call.service === 's3' || call.service === 'sts') return xmlErrorAnswer(call, 'AccessDenied');
  return errorAnswer('AccessDeniedException', `not authorized to perform: ${actions}`, 400);
}
