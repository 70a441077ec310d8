import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Environment } from '../definition/definition.ts';
import { parseJson } from '../oci/json.ts';
import { dockerConfigEntry } from './docker-config-entry.ts';
import { CredentialsError } from './errors.ts';

/** The members that concern credentials: github.com/docker/cli, `cli/config/configfile`. */
const configSchema = z.object({
  auths: z.record(z.string(), dockerConfigEntry).nullish(),
  credHelpers: z.record(z.string(), z.string()).nullish(),
  credsStore: z.string().nullish(),
});

export type DockerConfigFile = z.infer<typeof configSchema>;

/** The file that Docker itself would read with these variables; it need not exist. */
export function dockerConfigPath(environment: Environment): string {
  const folder = environment['DOCKER_CONFIG'] || join(environment['HOME'] || homedir(), '.docker');
  return join(folder, 'config.json');
}

/**
 * Reads what a `config.json` says about credentials: nothing where it is missing
 * or, as for Docker, empty. Throws {@link CredentialsError} without quoting
 * the file.
 */
export async function readDockerConfigFile(file: string): Promise<DockerConfigFile> {
  const config = configSchema.safeParse(parsed(await readText(file), file));
  if (config.success) return config.data;

  const [issue] = config.error.issues;
  const place = z.core.toDotPath(issue?.path ?? []);
  throw unusable(`${file}${place && `: ${place}`} has not the form that docker writes`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return '';
    throw unusable(`${file} cannot be read: ${code}`);
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return text.trim() === '' ? {} : parseJson(text);
  } catch {
    // Node's message quotes the text, and with it perhaps a password.
    throw unusable(`${file} is not JSON`);
  }
}

function unusable(message: string): CredentialsError {
  return new CredentialsError(
    message,
    'correct the file, or name another one: DOCKER_CONFIG for its folder, REGISTRY_AUTH_FILE for podman',
  );
}
