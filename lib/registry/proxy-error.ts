import { type ErrorCode, type ErrorKind, SyncerError } from '../errors.ts';
import { ConnectionError } from './connection-error.ts';
import { redact } from './redact.ts';

/** The proxy on the way to a registry cannot be reached, or refuses to go on; user and password of it are not told. */
export class ProxyError extends SyncerError {
  override readonly name = 'ProxyError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  /** `failure` is the status with which the proxy refused, or why there is none. */
  constructor(proxy: URL, host: string, failure: number | Error) {
    const { problem, kind, code, hint, retryable } = natureOf(proxy, failure);
    super(`the proxy ${redact(proxy)}, asked for ${host}, ${problem}`, {
      ...(failure instanceof Error && { cause: failure }),
    });
    this.kind = kind;
    this.code = code;
    this.hint = hint;
    this.retryable = retryable;
  }
}

interface Nature {
  readonly problem: string;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
}

function natureOf(proxy: URL, failure: number | Error): Nature {
  if (failure instanceof Error) return unreachable(proxy, failure);
  const problem = `answered ${failure}`;
  if (failure === 407) {
    const hint = "write the proxy's user and password into its URL, percent-encoded";
    return { problem, kind: 'auth', code: 'AUTHENTICATION_FAILED', hint, retryable: false };
  }
  if (failure >= 500) {
    const hint =
      'the proxy cannot reach the registry: try again later, or name the host in NO_PROXY';
    return { problem, kind: 'transient', code: 'REGISTRY_UNAVAILABLE', hint, retryable: true };
  }
  const hint = 'have the proxy allow the host, or name the host in NO_PROXY';
  return { problem, kind: 'policy', code: 'DENIED', hint, retryable: false };
}

function unreachable(proxy: URL, cause: Error): Nature {
  const { kind, code, retryable } = new ConnectionError({ method: 'CONNECT', url: proxy }, cause);
  const problem = 'cannot be reached';
  const hint =
    'check HTTPS_PROXY, HTTP_PROXY and the proxy under registries, or name the host in NO_PROXY';
  return { problem, kind, code, hint, retryable };
}

/** RFC 7617: what a proxy is told about who asks, from its URL; absent where that names nobody. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
