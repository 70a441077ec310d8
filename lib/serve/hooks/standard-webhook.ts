import { createHmac } from 'node:crypto';
import { isSame } from './is-same.ts';

/** How far the clocks of both sides may differ; what is older was caught and sent again by somebody. */
const TOLERANCE_MS = 5 * 60 * 1000;

/** How GitLab writes its signing tokens: the key is what they are base64 of. */
const SIGNING_TOKEN = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** A request as far as its signature goes. */
export interface Delivery {
  readonly headers: Headers;
  /** As it came, before anything read it. */
  readonly body: Uint8Array;
}

/**
 * Whether a signing token of GitLab's signed a delivery: `webhook-signature` has `v1,` and the HMAC over id, time and
 * body, several of them parted by spaces.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md,
 * https://gitlab.com/gitlab-org/gitlab/-/merge_requests/230944
 */
export function isStandardSigned(
  { headers, body }: Delivery,
  secret: string,
  nowMs: number,
): boolean {
  const id = headers.get('webhook-id') ?? '';
  const time = headers.get('webhook-timestamp') ?? '';
  const isRecent = /^\d+$/.test(time) && Math.abs(nowMs - Number(time) * 1000) <= TOLERANCE_MS;
  const signed = Buffer.concat([Buffer.from(`${id}.${time}.`, 'latin1'), body]);
  const wanted = createHmac('sha256', keyOf(secret)).update(signed).digest('base64');
  const signatures = (headers.get('webhook-signature') ?? '').split(' ');
  const isSigned = signatures.some((given) =>
    isSame(Buffer.from(given, 'latin1'), Buffer.from(`v1,${wanted}`)),
  );
  return isSigned && isRecent && id !== '';
}

function keyOf(secret: string): Buffer {
  const [, key] = SIGNING_TOKEN.exec(secret) ?? [];
  return key === undefined ? Buffer.from(secret) : Buffer.from(key, 'base64');
}
