import { SyncerError } from '../../errors.ts';

/** What the operating system says, in words; https://nodejs.org/api/errors.html#common-system-errors */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'it may not listen there, as ports below 1024 need privileges',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAFNOSUPPORT: 'this machine has no addresses of that kind',
  ENOTFOUND: 'no address is known for that name',
  EAI_AGAIN: 'no address is known for that name at present',
};

/** Nothing can be served at an address. */
export class ListenError extends SyncerError {
  override readonly name = 'ListenError';
  readonly kind = 'definition';
  readonly code = 'INVALID_DEFINITION';
  readonly hint = 'name another address or port with --listen';
  readonly retryable = false;

  /** `cause` is what the operating system reported at `authority`, an address and a port. */
  constructor(authority: string, cause: NodeJS.ErrnoException) {
    const reason = REASONS[cause.code ?? ''] ?? cause.message;
    super(`the service cannot listen at ${authority}: ${reason}`, { cause });
  }
}
