/** What a failure is about, for programs that react to it; printed as `error.kind`. */
export type ErrorKind =
  | 'transient'
  | 'auth'
  | 'not-found'
  | 'throttled'
  | 'policy'
  | 'immutable'
  | 'content'
  | 'definition'
  | 'quota'
  | 'internal';

/** Every failure that image-syncer can name; printed as `error.code`. */
export type ErrorCode =
  | 'ADDRESS_REFUSED'
  | 'AUTHENTICATION_FAILED'
  | 'BLOB_CLAIMED'
  | 'CHECKPOINT_LOST'
  | 'CONFLICT'
  | 'CONNECTION_LOST'
  | 'CONNECTION_REFUSED'
  | 'CONTENT_MISMATCH'
  | 'CONTENT_REFUSED'
  | 'CONTENT_TOO_LARGE'
  | 'DENIED'
  | 'EMPTY_SELECTION'
  | 'EVENTS_UNUSABLE'
  | 'EVENT_UNKNOWN'
  | 'HOST_UNKNOWN'
  | 'INTERNAL'
  | 'INTERRUPTED'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_DEFINITION'
  | 'INVALID_MANIFEST'
  | 'INVALID_PLATFORM'
  | 'INVALID_REFERENCE'
  | 'LAYOUT_UNUSABLE'
  | 'LEASE_HELD'
  | 'LEASE_LOST'
  | 'LEDGER_UNUSABLE'
  | 'LOST'
  | 'NESTED_TOO_DEEP'
  | 'NOT_FOUND'
  | 'OUTPUT_UNUSABLE'
  | 'PLAN_UNFINISHED'
  | 'PLATFORM_MISSING'
  | 'PULL_FAILED'
  | 'QUEUE_UNUSABLE'
  | 'QUOTA_EXCEEDED'
  | 'REDIRECT_REFUSED'
  | 'REFERRERS_TAG_TAKEN'
  | 'REGISTRY_UNAVAILABLE'
  | 'RETRIES_EXHAUSTED'
  | 'SELECTION_TOO_LARGE'
  | 'STALLED'
  | 'TAG_IMMUTABLE'
  | 'TARGET_AMBIGUOUS'
  | 'TARGET_CHANGED'
  | 'THROTTLED'
  | 'TLS_FAILED'
  | 'TOO_LARGE_FOR_LANE'
  | 'TOO_MANY_REFERRERS'
  | 'UNEXPECTED_RESPONSE'
  | 'UPLOAD_LOST';

/** A failure the engine can name. An abort is not one: it travels as `signal.reason`. */
export abstract class SyncerError extends Error {
  abstract readonly kind: ErrorKind;
  abstract readonly code: ErrorCode;
  /** What the reader can do about it, one sentence without a full stop. */
  abstract readonly hint: string;
  /** Whether the same call may succeed later although nobody changed anything. */
  abstract readonly retryable: boolean;
  /** Whether work beside it goes on to its own end, as it was put off and not in vain. */
  readonly sparesOthers: boolean = false;
  /** Whether nothing was asked, since it was known before that it would be in vain. */
  readonly isForeseen: boolean = false;
  /** How long whoever failed asked to be left alone. */
  readonly retryAfterMs: number | undefined = undefined;
}
