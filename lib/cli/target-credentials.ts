import { readFile } from 'node:fs/promises';
import { CredentialsError } from '../local/errors.ts';
import type { Credentials } from '../registry/credentials.ts';
import type { MirrorOptions } from './mirror-options.ts';

/**
 * Who pushes to the targets, by the command line: a key file is the password of
 * the user `_json_key`, as Google's registries take it, and wins over a token.
 * Throws `CredentialsError` for what no request could carry.
 */
export async function targetCredentialsOf({
  targetRepoAuthKey,
  accessToken,
}: Pick<MirrorOptions, 'targetRepoAuthKey' | 'accessToken'>): Promise<Credentials | undefined> {
  if (targetRepoAuthKey) {
    return { kind: 'basic', username: '_json_key', password: await readKey(targetRepoAuthKey) };
  }
  return accessToken ? { kind: 'token', token: checkedToken(accessToken) } : undefined;
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
