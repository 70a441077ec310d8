import { type ErrorCode, type ErrorKind, SyncerError } from '../errors.ts';
import type { Asked } from './errors.ts';
import { shown } from './redact.ts';

/** No answer came, or it broke off: name resolution, connection, TLS or silence. */
export class ConnectionError extends SyncerError {
  override readonly name = 'ConnectionError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
  /** Whether the server answered a TLS greeting without TLS. */
  readonly isPlainAnswer: boolean;

  constructor(asked: Asked, cause: unknown) {
    const { method, url } = asked;
    const nature = natureOf(cause);
    const { code, problem, kind, hint, retryable } = nature;
    super(`${method} ${shown(asked)} failed: ${problem(url)}`, { cause });
    this.kind = kind;
    this.code = code;
    this.hint = hint(url);
    this.retryable = retryable;
    this.isPlainAnswer = nature === WITHOUT_TLS;
  }
}

interface Nature {
  readonly codes: RegExp;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly problem: (url: URL) => string;
  readonly hint: (url: URL) => string;
  readonly retryable: boolean;
}

const WITHOUT_TLS: Nature = {
  // A plain server's answer to a TLS greeting arrives as a record of a wrong version.
  codes: /SSL_WRONG_VERSION_NUMBER|SSL_PACKET_LENGTH_TOO_LONG/,
  kind: 'policy',
  code: 'TLS_FAILED',
  problem: ({ host }) => `${host} does not speak TLS`,
  hint: ({ host }) => `set registries.${JSON.stringify(host)}.plainHttp to true`,
  retryable: false,
};

/** By the codes of Node's errors and undici's: nodejs.org/api/errors.html, undici's `errors.js`. */
const NATURES: readonly Nature[] = [
  {
    codes: /^ENOTFOUND$/,
    kind: 'not-found',
    code: 'HOST_UNKNOWN',
    problem: ({ hostname }) => `the host ${hostname} is unknown`,
    hint: () => 'check the spelling of the registry, and the name service',
    retryable: false,
  },
  {
    codes: /^ECONNREFUSED$/,
    kind: 'transient',
    code: 'CONNECTION_REFUSED',
    problem: ({ host }) => `${host} refused the connection`,
    hint: ({ host }) => `check that the registry runs and listens at ${host}`,
    retryable: true,
  },
  {
    codes: /^EAI_AGAIN$/,
    kind: 'transient',
    code: 'HOST_UNKNOWN',
    problem: ({ hostname }) => `the name service does not answer for ${hostname}`,
    hint: () => 'try again; if it stays, look at the name service of this machine',
    retryable: true,
  },
  WITHOUT_TLS,
  {
    codes: /CERTIFICATE_REQUIRED/,
    kind: 'policy',
    code: 'TLS_FAILED',
    problem: ({ host }) => `${host} asks for a client certificate`,
    hint: ({ host }) =>
      `name its files in registries.${JSON.stringify(host)}.clientCertificate and clientKey`,
    retryable: false,
  },
  {
    codes: /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS|ERR_SSL|EPROTO/,
    kind: 'policy',
    code: 'TLS_FAILED',
    problem: ({ host }) => `the TLS connection to ${host} cannot be trusted`,
    hint: ({ host }) =>
      `name its authority's file in registries.${JSON.stringify(host)}.ca or NODE_EXTRA_CA_CERTS, or set registries.${JSON.stringify(host)}.insecure`,
    retryable: false,
  },
  {
    codes: /TIMEOUT|ETIMEDOUT/,
    kind: 'transient',
    code: 'STALLED',
    problem: ({ host }) => `${host} fell silent`,
    hint: () => 'try again; if it stays, look for a proxy or a firewall on the way',
    retryable: true,
  },
];

/** Whatever is not named above broke an existing connection: resets, closed sockets, cut bodies. */
const LOST: Nature = {
  codes: /.*/,
  kind: 'transient',
  code: 'CONNECTION_LOST',
  problem: ({ host }) => `the connection to ${host} was lost`,
  hint: ({ host, protocol }) =>
    protocol === 'http:'
      ? `try again; if the registry speaks TLS, set registries.${JSON.stringify(host)}.plainHttp to false`
      : 'try again; if it stays, look for a proxy or a firewall on the way',
  retryable: true,
};

function natureOf(cause: unknown): Nature {
  const codes = codesOf(cause);
  return NATURES.find((nature) => codes.some((code) => nature.codes.test(code))) ?? LOST;
}

/** A host with several addresses fails with an `AggregateError` of one error an address. */
function codesOf(cause: unknown): readonly string[] {
  if (!(cause instanceof Error)) return [];
  const own = 'code' in cause && typeof cause.code === 'string' ? [cause.code] : [];
  const inner = cause instanceof AggregateError ? cause.errors.flatMap(codesOf) : [];
  return [...own, ...inner, ...codesOf(cause.cause)];
}
