import type { Account } from './account.ts';
import type { RegistryError } from './errors.ts';
import { parseRateLimit } from './rate-limit.ts';
import { budgetClassOf, classOf } from './request-class.ts';
import type { WireResponse } from './transport.ts';

/** Takes note of what an answer says of the limits of `account`. */
export async function noteAnswer(response: WireResponse, account: Account): Promise<void> {
  account.gateOf(classOf(response)).answered();
  const limit = parseRateLimit(response.headers);
  if (limit) await account.gateOf(budgetClassOf(response)).told(limit);
}

export interface RefusedRequest {
  readonly response: WireResponse;
  readonly account: Account;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

/**
 * Takes note of a refusal for too many requests, or by somebody who asks to be left alone; resolves to whether it
 * was one. 403, 404 and 405 slow nobody down.
 */
export async function noteRefusal(
  { kind, status, retryAfterMs }: RegistryError,
  { response, account, sentAt }: RefusedRequest,
): Promise<boolean> {
  const isPause = status === 503 && retryAfterMs !== undefined;
  if (kind !== 'throttled' && !isPause) return false;
  const limit = parseRateLimit(response.headers);
  await account.gateOf(classOf(response)).refused({ sentAt, retryAfterMs, limit });
  return true;
}
