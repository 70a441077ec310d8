import type { Command } from 'commander';
import type { Secret } from '../../secret.ts';
import { cronSchedule } from '../../serve/schedule/cron-schedule.ts';
import type { Schedule } from '../../serve/schedule/schedule.ts';
import { readHookSecret } from './hook-secret.ts';
import type { ListenAddress } from './listen-address.ts';
import type { WrittenServeOptions } from './serve-options.ts';

/** What the options of `serve` alone come to. */
export interface ServeOptions {
  readonly listen: ListenAddress;
  readonly allowHosts: readonly string[];
  readonly schedule: Schedule;
  /** Absent: hooks are not served. */
  readonly hooks?: HookOptions;
  readonly pull: boolean;
  readonly logFormat: 'text' | 'json';
}

export interface HookOptions {
  readonly secret: Secret;
  /** Absent: any. */
  readonly branch?: string;
  /** Empty: any. */
  readonly paths: readonly string[];
}

/** Reads the secret, and complains through `command` of what does not go together. */
export async function readServeOptions(
  written: WrittenServeOptions,
  command: Command,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ServeOptions> {
  const { listen, allowHost, pull, logFormat } = written;
  const schedule = scheduleOf(written, command);
  const secret = await readHookSecret(written.hookSecretFile, env);
  const isFiltered = written.hookBranch !== undefined || written.hookPath.length > 0;
  if (!secret && isFiltered) {
    command.error(
      'error: --hook-branch and --hook-path need --hook-secret-file or IMAGE_SYNCER_HOOK_SECRET',
    );
  }
  const options = { listen, allowHosts: allowHost, schedule, pull, logFormat };
  return secret ? { ...options, hooks: hooksOf(written, secret) } : options;
}

function scheduleOf({ cron, timeZone, every }: WrittenServeOptions, command: Command): Schedule {
  if (cron === undefined) {
    if (timeZone !== undefined) command.error('error: --time-zone needs --cron');
    return every;
  }
  return cronSchedule(cron, timeZone);
}

function hooksOf({ hookBranch, hookPath }: WrittenServeOptions, secret: Secret): HookOptions {
  const branch = hookBranch === undefined ? {} : { branch: hookBranch };
  return { secret, paths: hookPath, ...branch };
}
