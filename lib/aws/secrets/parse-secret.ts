import * as z from 'zod';
import { parseJson } from '../../oci/json.ts';
import type { RenewableCredentials } from '../../registry/credentials.ts';

const text = z.string().min(1);

/** Secrets have members of other programs, too; `accessToken` is what ECR's pull through cache asks for. */
const secretSchema = z.union([
  z
    .object({ username: text, password: text })
    .transform(({ username, password }) => ({ kind: 'basic', username, password }) as const),
  z.object({ username: text, accessToken: text }).transform(({ username, accessToken }) => {
    return { kind: 'basic', username, password: accessToken } as const;
  }),
  z
    .object({ identityToken: text })
    .transform(({ identityToken }) => ({ kind: 'identity-token', token: identityToken }) as const),
  z.object({ token: text }).transform(({ token }) => ({ kind: 'token', token }) as const),
]);

/** The credentials that the text of a secret holds, `undefined` where it holds none. */
export function parseSecret(secret: string | undefined): RenewableCredentials | undefined {
  return secretSchema.safeParse(parsed(secret)).data;
}

/** What `JSON.parse` throws quotes its text. */
function parsed(text = ''): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
