import { type ErrorCode, type ErrorKind, SyncerError } from '../errors.ts';
import type { Diagnostic } from './diagnostics.ts';
import { meaningOf } from './meaning-of.ts';
import { type ShownUrl, shown } from './redact.ts';

/** The request that an error is about. */
export interface Asked extends ShownUrl {
  readonly method: string;
}

export interface RefusalDetails {
  readonly diagnostics?: readonly Diagnostic[];
  readonly retryAfterMs?: number | undefined;
  readonly retryable?: boolean | undefined;
  readonly isMarkup?: boolean;
  /** As in `RegistriesOptions`. */
  readonly credentialsPlace?: string | undefined;
}

/** A registry answered with a status that the operation does not accept. */
export class RegistryError extends SyncerError {
  override readonly name = 'RegistryError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
  override readonly retryAfterMs: number | undefined;
  readonly status: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether HTML or XML came, as from a proxy, so that the registry itself may not have been asked. */
  readonly isMarkup: boolean;

  constructor(
    asked: Asked,
    status: number,
    {
      diagnostics = [],
      retryAfterMs,
      retryable,
      isMarkup = false,
      credentialsPlace,
    }: RefusalDetails = {},
  ) {
    const { method, url } = asked;
    const answer = [status, ...diagnostics.map(summary)].join(', ');
    super(`${method} ${shown(asked)} answered ${answer}`);
    const meaning = meaningOf({ method, url, status, diagnostics, isMarkup, credentialsPlace });
    this.kind = meaning.kind;
    this.code = meaning.code;
    this.hint = meaning.hint;
    this.retryable = retryable ?? meaning.retryable;
    this.status = status;
    this.diagnostics = diagnostics;
    this.isMarkup = isMarkup;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the registry gave `code`, such as `BLOB_UNKNOWN`, among its reasons. */
  gave(code: string): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.code === code);
  }
}

/**
 * A registry answered with an accepted status, but not with what that status promises. That passes where it
 * is `passing`: proxies send pages for people with 200 while what is behind them has trouble.
 */
export class ProtocolError extends SyncerError {
  override readonly name = 'ProtocolError';
  readonly kind: ErrorKind;
  readonly code = 'UNEXPECTED_RESPONSE';
  readonly hint = 'check that the host is a registry and that no proxy changes its answers';
  readonly retryable: boolean;

  constructor(asked: Asked, problem: string, { passing = false } = {}) {
    super(`${asked.method} ${shown(asked)}: ${problem}`);
    this.kind = passing ? 'transient' : 'internal';
    this.retryable = passing;
  }
}

/** A redirect, or a realm to ask for tokens, leads where no request may go. */
export class RedirectError extends SyncerError {
  override readonly name = 'RedirectError';
  readonly kind = 'policy';
  readonly code = 'REDIRECT_REFUSED';
  readonly hint = 'nothing was sent there; whoever runs the registry has to correct the address';
  readonly retryable = false;
}

/** Credentials that cannot be used, or a token service that gives no token for them. */
export class AuthenticationError extends SyncerError {
  override readonly name = 'AuthenticationError';
  readonly kind = 'auth';
  readonly code = 'AUTHENTICATION_FAILED';
  readonly retryable = false;
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

function summary({ code, message }: Diagnostic): string {
  return message ? `${code}: ${message}` : code;
}
