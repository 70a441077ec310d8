import { checkLogins, type LoginCheck } from '../local/login-check.ts';
import { interruptible } from './interruption.ts';
import type {
  ConnectionOptions,
  DefinitionOptions,
  OutputOptions,
} from './options/command-options.ts';
import { printingErrors } from './printing-errors.ts';
import { readDefinition } from './read-definition.ts';
import { settleAccess } from './registry-access.ts';
import { renderDefinitionWarnings } from './report/definition-errors.ts';
import { jsonLoginErrors, jsonLogins } from './report/json.ts';
import { renderLogins } from './report/logins.ts';
import { tableOptionsOf } from './report/table-options.ts';
import type { Shell } from './shell.ts';
import type { TargetCredentialOptions } from './target-credentials.ts';
import { createTrace } from './trace.ts';

/** Whose registries are checked, and how. */
export interface LoginCheckCommandOptions
  extends DefinitionOptions,
    TargetCredentialOptions,
    ConnectionOptions,
    OutputOptions {}

/** Says of every registry which credentials it gets and whether they work; resolves to the exit code. */
export async function loginCheckCommand(
  options: LoginCheckCommandOptions,
  shell: Shell,
): Promise<number> {
  return await interruptible(async (signal) => {
    const check = () => checkAll(options, shell, signal);
    const logins = await printingErrors(options, shell, check, jsonLoginErrors);
    const isJson = options.output === 'json';
    shell.stdout.write(isJson ? jsonLogins(logins) : renderLogins(logins, tableOptionsOf(shell)));
    return logins.every(({ works }) => works) ? 0 : 1;
  });
}

async function checkAll(
  options: LoginCheckCommandOptions,
  shell: Shell,
  signal: AbortSignal,
): Promise<readonly LoginCheck[]> {
  const definition = await readDefinition(options, shell);
  shell.stderr.write(renderDefinitionWarnings(definition.warnings));
  return await checkLogins(definition, {
    ...(await settleAccess(definition, { ...options, signal }, shell)),
    retries: options.retries,
    idleTimeoutMs: options.idleTimeout * 1000,
    signal,
    ...(options.debug && { trace: createTrace(shell.stderr) }),
  });
}
