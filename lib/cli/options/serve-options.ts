import { type Command, InvalidArgumentError, Option } from 'commander';
import { SyncerError } from '../../errors.ts';
import { parseEvery } from '../../serve/schedule/every-schedule.ts';
import type { Schedule } from '../../serve/schedule/schedule.ts';
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
    .option(
      '--allow-host <name>',
      'further name that requests may be for, repeatable',
      hostAdded,
      [],
    )
    .addOption(every)
    .option('--cron <expression>', 'when runs begin, in place of --every', nonEmpty)
    .option('--time-zone <zone>', 'of --cron; default: that of the machine', nonEmpty)
    .option('--hook-secret-file <file>', 'secret that hooks are signed with', nonEmpty)
    .option('--hook-branch <name>', 'branch whose pushes count', nonEmpty)
    .option('--hook-path <pattern>', 'files whose changes count, repeatable', added, [])
    .option('--pull', 'pull the working copy of the definition before looks', false)
    .addOption(logFormatOption());
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

/** As it stands in an address, without a port. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[?[0-9a-f:.]+\]?)$/i;

function hostAdded(text: string, before: readonly string[]): readonly string[] {
  if (HOST.test(nonEmpty(text))) return [...before, text];
  throw new InvalidArgumentError('Write a name such as mirror.example.com, without a port.');
}

function added(text: string, before: readonly string[]): readonly string[] {
  return [...before, nonEmpty(text)];
}
