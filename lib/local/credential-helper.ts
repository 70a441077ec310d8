import * as z from 'zod';
import type { Environment } from '../definition/definition.ts';
import { parseJson } from '../oci/json.ts';
import type { RenewableCredentials } from '../registry/credentials.ts';
import { CredentialsError } from './errors.ts';
import { type Ending, runHelper } from './helper-process.ts';

export interface CredentialHelperOptions {
  /** Variables for the program, which is looked for in their `PATH`. Default: this process's. */
  readonly environment?: Environment;
  /** How long it may take, a person's answer to a prompt included. Default: 30 s. */
  readonly timeoutMs?: number;
  /** Ends the wait, and the program. */
  readonly signal?: AbortSignal | undefined;
}

/** What `get` prints: github.com/docker/docker-credential-helpers, "Development". */
const answerSchema = z.object({ Username: z.string(), Secret: z.string() });

/** User name by which a helper says that the secret is an identity token. */
const TOKEN_USERNAME = '<token>';

/** Every helper says so in these words, on stdout, and exits with 1. */
const NOT_FOUND = /credentials not found/i;

/** Names come from a file: one with a slash would run a program from elsewhere than the `PATH`. */
const HELPER_NAME = /^[\w.-]+$/;

/**
 * Asks `docker-credential-<name>` for what it keeps under `server`, `undefined`
 * where that is nothing. Throws {@link CredentialsError}, which repeats
 * nothing that the program said.
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  options: CredentialHelperOptions = {},
): Promise<RenewableCredentials | undefined> {
  const output = await outputOf(name, server, options);
  if (output === undefined) return undefined;

  const answer = answerSchema.safeParse(parsed(output));
  if (!answer.success) throw failed(name, server, 'gave an answer that is not its protocol');
  const { Username: username, Secret: secret } = answer.data;
  if (secret === '') return undefined;
  if (username === TOKEN_USERNAME) return { kind: 'identity-token', token: secret };
  return { kind: 'basic', username, password: secret };
}

/** What the program printed, `undefined` where it has nothing under `server`. */
async function outputOf(
  name: string,
  server: string,
  options: CredentialHelperOptions,
): Promise<string | undefined> {
  if (!HELPER_NAME.test(name)) throw failed(name, server, 'is not the name of a program');
  const { environment, timeoutMs = 30_000, signal } = options;
  signal?.throwIfAborted();
  const ending = await runHelper(`docker-credential-${name}`, {
    input: server,
    environment,
    timeoutMs,
    signal,
  });
  signal?.throwIfAborted();
  if (ending.exitCode === 0) return ending.stdout;
  if (NOT_FOUND.test(ending.stdout)) return undefined;
  throw failed(name, server, reasonOf(ending));
}

function reasonOf({ exitCode, failure }: Ending): string {
  if (failure === 'missing') return 'is not installed in the PATH';
  if (failure === 'silent') return 'gave no answer in time';
  return exitCode === null ? 'could not be run to its end' : `failed with exit code ${exitCode}`;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function failed(name: string, server: string, reason: string): CredentialsError {
  return new CredentialsError(
    `the credential helper docker-credential-${name}, asked for ${server}, ${reason}`,
    "see whether docker login works for that registry, or take the helper out of docker's config.json",
  );
}
