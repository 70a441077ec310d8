import { readFile } from 'node:fs/promises';
import { SyncerError } from '../errors.ts';
import type { Credentials } from '../registry/credentials.ts';
import type { MirrorOptions } from './mirror-options.ts';

/** The key file for the targets cannot be used. */
export class AuthKeyError extends SyncerError {
  override readonly name = 'AuthKeyError';
  readonly kind = 'auth';
  readonly code = 'INVALID_CREDENTIALS';
  readonly hint = 'name a readable key file with --target-repo-auth-key';
  readonly retryable = false;
}

/**
 * Who pushes to the targets, by the command line: a key file is the password of
 * the user `_json_key`, as Google's registries take it, and wins over a token.
 */
export async function targetCredentialsOf({
  targetRepoAuthKey,
  accessToken,
}: Pick<MirrorOptions, 'targetRepoAuthKey' | 'accessToken'>): Promise<Credentials | undefined> {
  if (targetRepoAuthKey) {
    return { kind: 'basic', username: '_json_key', password: await readKey(targetRepoAuthKey) };
  }
  return accessToken ? { kind: 'token', token: accessToken } : undefined;
}

async function readKey(file: string): Promise<string> {
  let key: string;
  try {
    key = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AuthKeyError(`the key file ${file} cannot be read`, { cause });
  }
  if (key.trim() === '') throw new AuthKeyError(`the key file ${file} is empty`);
  return key;
}
