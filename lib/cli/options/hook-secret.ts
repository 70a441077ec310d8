import { readFile } from 'node:fs/promises';
import { SyncerError } from '../../errors.ts';
import { Secret } from '../../secret.ts';

const VARIABLE = 'IMAGE_SYNCER_HOOK_SECRET';

/** The secret of hooks cannot be had from where it should be. */
export class HookSecretError extends SyncerError {
  override readonly name = 'HookSecretError';
  readonly kind = 'definition';
  readonly code = 'INVALID_CREDENTIALS';
  readonly hint = `name a file that has the secret with --hook-secret-file, or set ${VARIABLE}`;
  readonly retryable = false;
}

/** The secret that hooks are signed with. The file wins over the variable, as what is written at the call does. */
export async function readHookSecret(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Secret | undefined> {
  const text = file === undefined ? env[VARIABLE] : await readSecretFile(file);
  return text === undefined || text === '' ? undefined : new Secret(text);
}

async function readSecretFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HookSecretError(`the secret file ${file} cannot be read: ${reason}`, { cause });
  });
  const secret = text.replace(/\r?\n$/, '');
  if (secret.trim() === '') throw new HookSecretError(`the secret file ${file} is empty`);
  // Nobody can type a line end where a host asks for the secret.
  if (/[\r\n]/.test(secret)) throw new HookSecretError(`the secret file ${file} has several lines`);
  return secret;
}
