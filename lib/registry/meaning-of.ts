import type { ErrorCode, ErrorKind } from '../errors.ts';
import { inPlace } from './credentials-place.ts';
import type { Diagnostic } from './diagnostics.ts';

/** What a refusal means for whoever asked. */
export interface Meaning {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
}

interface Rule {
  readonly applies: (refusal: ReadRefusal) => boolean;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: (host: string, credentialsPlace?: string) => string;
  readonly retryable?: true;
}

/** A status that is not accepted, and what came with it. */
export interface Refusal {
  readonly method: string;
  readonly url: URL;
  readonly status: number;
  readonly diagnostics: readonly Diagnostic[];
  /** As in `RegistryError`. */
  readonly isMarkup: boolean;
  /** As in `RegistriesOptions`. */
  readonly credentialsPlace?: string | undefined;
}

interface ReadRefusal extends Refusal {
  readonly codes: ReadonlySet<string>;
  readonly text: string;
}

/** Codes of the distribution specification, "Error Codes", that blame what was sent. */
const CONTENT_CODES: readonly string[] = [
  'BLOB_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_INVALID',
  'MANIFEST_UNVERIFIED',
  'NAME_INVALID',
  'SIZE_INVALID',
  'UNSUPPORTED',
];

const REFERRER_TAG_WAYS_OUT = 'allow tags such as sha256-… there, or set referrers: false';

/** In order, since statuses are less dependable than the codes and words of the body. */
const RULES: readonly Rule[] = [
  {
    // Success of something else: a proxy's page for people, or a part out of a cache that nobody asked for.
    applies: ({ status, isMarkup }) => status === 206 || (status < 300 && isMarkup),
    kind: 'transient',
    code: 'UNEXPECTED_RESPONSE',
    hint: unexpectedHint,
    retryable: true,
  },
  {
    // ECR sends TOOMANYREQUESTS with 400 at times.
    applies: ({ status, codes }) => status === 429 || codes.has('TOOMANYREQUESTS'),
    kind: 'throttled',
    code: 'THROTTLED',
    hint: (host) =>
      `${host} limits requests: wait, give credentials with a higher limit, or run fewer workers`,
    retryable: true,
  },
  {
    applies: ({ status, text }) => status === 507 || (status < 500 && /\bquota\b/i.test(text)),
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
    hint: (host) => `free space on ${host} or have its quota raised`,
  },
  {
    // ECR: TAG_INVALID with 400, in older words ImageTagAlreadyExistsException; Harbor: 412; others only say so.
    applies: ({ status, codes, text }) =>
      status < 500 && (/immutable|ImageTagAlreadyExists/i.test(text) || codes.has('TAG_IMMUTABLE')),
    kind: 'immutable',
    code: 'TAG_IMMUTABLE',
    hint: () =>
      'the registry keeps this tag as it is: choose another tag or change its immutability there',
  },
  {
    applies: ({ status }) => status === 401,
    kind: 'auth',
    code: 'AUTHENTICATION_FAILED',
    hint: (host, credentialsPlace) =>
      `check that the repository exists and give credentials for ${host}${inPlace(credentialsPlace)}`,
  },
  {
    // ECR: 403, its public registry: 400. Credentials that can be renewed were renewed before.
    applies: ({ status, codes, text }) => status < 500 && codes.has('DENIED') && saysExpired(text),
    kind: 'auth',
    code: 'AUTHENTICATION_FAILED',
    hint: (host, credentialsPlace) =>
      `the credentials for ${host} have expired: renew them${inPlace(credentialsPlace)}`,
  },
  {
    applies: (refusal) => refusal.status === 403 && putsReferrerTag(refusal),
    kind: 'auth',
    code: 'DENIED',
    hint: (host) =>
      `the account used for ${host} lacks the right to push this tag, which signatures need: ${REFERRER_TAG_WAYS_OUT}`,
  },
  {
    applies: (refusal) =>
      refusal.status === 400 && refusal.codes.has('TAG_INVALID') && putsReferrerTag(refusal),
    kind: 'content',
    code: 'CONTENT_REFUSED',
    hint: (host) =>
      `${host} does not allow this tag, which signatures need: ${REFERRER_TAG_WAYS_OUT}`,
  },
  {
    applies: ({ status, url }) =>
      [405, 501].includes(status) && url.pathname.endsWith('/tags/list'),
    kind: 'internal',
    code: 'UNEXPECTED_RESPONSE',
    hint: (host) => `${host} does not list tags: name the tags instead of selecting among them`,
  },
  {
    applies: ({ status }) => status === 403,
    kind: 'auth',
    code: 'DENIED',
    hint: (host) => `the account used for ${host} lacks the right to do this`,
  },
  {
    applies: ({ status, codes }) => status === 404 && codes.has('BLOB_UNKNOWN'),
    kind: 'not-found',
    code: 'NOT_FOUND',
    hint: (host) => `${host} has lost a part of this image: it must be pushed there again`,
  },
  {
    applies: ({ status }) => status === 404,
    kind: 'not-found',
    code: 'NOT_FOUND',
    hint: () => 'check the spelling of repository and tag, and that the account may see it',
  },
  {
    applies: ({ status }) => status === 408 || status === 425 || isTrouble(status),
    kind: 'transient',
    code: 'REGISTRY_UNAVAILABLE',
    hint: (host) => `${host} or a proxy before it has trouble: try again later`,
    retryable: true,
  },
  {
    applies: ({ status }) => status === 413,
    kind: 'content',
    code: 'CONTENT_REFUSED',
    hint: (host) =>
      `${host} or a proxy before it limits the size of what it takes: have that raised`,
  },
  {
    // Every blob was looked up or pushed before. docker-registry denies having one while another client commits the same.
    applies: ({ status, codes }) => status === 400 && codes.has('MANIFEST_BLOB_UNKNOWN'),
    kind: 'content',
    code: 'CONTENT_REFUSED',
    hint: (host) =>
      `${host} misses a part of this image: run again with --force, and copy foreign layers if it insists on them`,
    retryable: true,
  },
  {
    applies: ({ status, codes }) => status === 415 || CONTENT_CODES.some((code) => codes.has(code)),
    kind: 'content',
    code: 'CONTENT_REFUSED',
    hint: (host) => `${host} does not accept this kind of content`,
  },
];

/** Reads a refusal by status, codes and words together: none of them is dependable alone. */
export function meaningOf(refusal: Refusal): Meaning {
  const { diagnostics, url, credentialsPlace } = refusal;
  const read: ReadRefusal = {
    ...refusal,
    codes: new Set(diagnostics.map(({ code }) => code)),
    text: diagnostics.map(({ message }) => message ?? '').join(' '),
  };
  const rule = RULES.find(({ applies }) => applies(read));
  if (!rule) return unexpected(url.host);
  return {
    kind: rule.kind,
    code: rule.code,
    hint: rule.hint(url.host, credentialsPlace),
    retryable: rule.retryable ?? false,
  };
}

/** 5xx but for what speaks of the request; Cloudflare, before many registries, has 520 to 530 for those behind it. */
function isTrouble(status: number): boolean {
  return status >= 500 && ![501, 505].includes(status);
}

function saysExpired(text: string): boolean {
  return /\bexpired\b/i.test(text) && /\b(?:token|authorization|credentials?)\b/i.test(text);
}

/** Fallback tags and those of cosign: no image is called so. */
function putsReferrerTag({ method, url }: Refusal): boolean {
  return method === 'PUT' && /\/manifests\/sha(?:256|512)-[^/]*$/.test(url.pathname);
}

function unexpected(host: string): Meaning {
  return {
    kind: 'internal',
    code: 'UNEXPECTED_RESPONSE',
    hint: unexpectedHint(host),
    retryable: false,
  };
}

function unexpectedHint(host: string): string {
  return `check that ${host} is a registry and that no proxy changes its answers`;
}
