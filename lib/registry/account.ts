import type { Authorized } from './authorized.ts';
import type { Credentials } from './credentials.ts';
import type { ThrottleGate } from './throttle-gate.ts';
import type { RequestClass } from './throttles.ts';

/** Somebody who may ask a registry. */
export interface AccountSettings {
  /** Tells accounts apart between processes, where credentials have no user name; never a secret. */
  readonly name?: string | undefined;
  /** Absent: anonymous. */
  readonly credentials?: Credentials | undefined;
}

/** Somebody who asks a registry, and what is known of how often that may be. */
export interface Account {
  readonly authorized: Authorized;
  readonly gateOf: (requests: RequestClass) => ThrottleGate;
}

/** What an account is called where limits are kept. */
export function accountName({ name, credentials }: AccountSettings): string {
  if (credentials === undefined) return 'anonymous';
  if (credentials.kind === 'basic') return credentials.username;
  return name ?? credentials.kind;
}
