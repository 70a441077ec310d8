import { createHmac } from 'node:crypto';
import { isSame } from './is-same.ts';
import { type Delivery, isStandardSigned } from './standard-webhook.ts';

/**
 * Headers that have the HMAC-SHA256 of the body in hexadecimal, and what stands before it.
 *
 * - GitHub, and those that sign as it does: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 * - Bitbucket: https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/. GitHub and Gitea send a header of that
 *   name too, with `sha1=` in it, which proves nothing here.
 * - Gitea: https://docs.gitea.com/usage/webhooks, Forgejo: https://forgejo.org/docs/latest/user/webhooks/,
 *   Gogs: https://gogs.io/docs/features/webhook
 */
const SIGNATURES: Readonly<Record<string, string>> = {
  'x-hub-signature-256': 'sha256=',
  'x-hub-signature': 'sha256=',
  'x-gitea-signature': '',
  'x-forgejo-signature': '',
  'x-gogs-signature': '',
};

/** GitLab sends the secret itself: https://docs.gitlab.com/user/project/integrations/webhooks/ */
const TOKEN = 'x-gitlab-token';

/** Whether a request has anything to prove who sent it: whose has not, its body need not be read. */
export function hasProof(headers: Headers): boolean {
  return [...Object.keys(SIGNATURES), TOKEN, 'webhook-signature'].some((name) => headers.has(name));
}

/** Whether whoever sent a delivery knows `secret`. One proof is enough, as each of them takes the secret. */
export function isProven(delivery: Delivery, secret: string, nowMs: number): boolean {
  const { headers, body } = delivery;
  const hmac = createHmac('sha256', secret).update(body).digest('hex');
  const proofs = Object.entries(SIGNATURES).map(([name, prefix]) =>
    isGiven(headers.get(name), `${prefix}${hmac}`),
  );
  const token = isGiven(headers.get(TOKEN), secret);
  return [...proofs, token, isStandardSigned(delivery, secret, nowMs)].some((holds) => holds);
}

/** Bytes of a header that are not ASCII come one by one, as if they were Latin-1: RFC 9110, section 5.5. */
function isGiven(header: string | null, wanted: string): boolean {
  return isSame(Buffer.from(header ?? '', 'latin1'), Buffer.from(wanted));
}
