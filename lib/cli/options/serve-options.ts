import { type Command, InvalidArgumentError, Option } from 'commander';
import { SyncerError } from '../../errors.ts';
import type { Secret } from '../../secret.ts';
import { cronSchedule } from '../../serve/schedule/cron-schedule.ts';
import { parseEvery } from '../../serve/schedule/every-schedule.ts';
import type { Schedule } from '../../serve/schedule/schedule.ts';
import { readHookSecret } from './hook-secret.ts';
import { type ListenAddress, parseListenAddress } from './listen-address.ts';
import { nonEmpty } from './option-parsers.ts';

/** The options of `serve` alone, as commander has parsed them. */
export interface WrittenServeOptions {
  readonly listen: ListenAddress;
  readonly allowHost: readonly string[];
  readonly every: Schedule;
  readonly cron?: string;
  readonly timeZone?: string;
  readonly hookSecretFile?: string;
  readonly hookBranch?: string;
  readonly hookPath: readonly string[];
  readonly pull: boolean;
  readonly logFormat: 'text' | 'json';
}

/** What they come to. */
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

/** Adds what `serve` alone has. */
export function addServeOptions(command: Command): Command {
  const listen = new Option('--listen <address:port>', 'where pages and hooks are served')
    .argParser(parseListenAddress)
    .default(parseListenAddress('127.0.0.1:8080'), '127.0.0.1:8080');
  const every = new Option('--every <duration>', 'how often a run begins, or never')
    .argParser(parseInterval)
    .default(parseEvery('6h'), '6h')
    .conflicts('cron');
  return command
    .addOption(listen)
    .option('--allow-host <name>', 'further name that requests may be for', added, [])
    .addOption(every)
    .option('--cron <expression>', 'when runs begin, in place of --every', nonEmpty)
    .option('--time-zone <zone>', 'of --cron; default: that of the machine', nonEmpty)
    .option('--hook-secret-file <file>', 'secret that hooks are signed with', nonEmpty)
    .option('--hook-branch <name>', 'branch whose hooks count', nonEmpty)
    .option('--hook-path <pattern>', 'files whose hooks count', added, [])
    .option('--pull', 'pull the working copy of the definition before looks', false)
    .addOption(logFormatOption());
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

function logFormatOption(): Option {
  return new Option('--log-format <format>', 'lines on standard error')
    .choices(['text', 'json'])
    .default('text');
}

function parseInterval(text: string): Schedule {
  try {
    return parseEvery(text);
  } catch (error) {
    if (!(error instanceof SyncerError)) throw error;
    throw new InvalidArgumentError(`${error.message}: ${error.hint}.`);
  }
}

function added(text: string, before: readonly string[]): readonly string[] {
  return [...before, nonEmpty(text)];
}
