import { readFile } from 'node:fs/promises';
import type { TargetCredentials } from '../local/credential-places.ts';
import { CredentialsError } from '../local/errors.ts';

/** Who pushes to the targets, as the command line says it. */
export interface TargetCredentialOptions {
  readonly targetRepoAuthKey?: string;
  readonly accessToken?: string;
}

/**
 * Who pushes to the targets, by the command line: a key file is the password of
 * the user `_json_key`, as Google's registries take it, and wins over a token.
 * Throws `CredentialsError` for what no request could carry.
 */
export async function targetCredentialsOf({
  targetRepoAuthKey,
  accessToken,
}: TargetCredentialOptions): Promise<TargetCredentials | undefined> {
  if (targetRepoAuthKey) {
    const password = await readKey(targetRepoAuthKey);
    const credentials = { kind: 'basic', username: '_json_key', password } as const;
    return { credentials, option: '--target-repo-auth-key' };
  }
  if (!accessToken) return undefined;
  const credentials = { kind: 'token', token: checkedToken(accessToken) } as const;
  return { credentials, option: '--access-token' };
}

async function readKey(file: string): Promise<string> {
  const hint = 'name a readable key file with --target-repo-auth-key';
  const key = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CredentialsError(`the key file ${file} cannot be read: ${error.code}`, hint);
  });
  if (key.trim() === '') throw new CredentialsError(`the key file ${file} is empty`, hint);
  return key;
}

/** RFC 6750, section 2.1: a bearer token has neither blanks nor line ends. */
function checkedToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new CredentialsError(
    'the access token has a blank, a line end or another character that no token has',
    'pass --access-token, or SYNCER_ACCESS_TOKEN, without quotes and line ends',
  );
}
