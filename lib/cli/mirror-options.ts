import { type Command, Option } from 'commander';
import { COMMIT_TIMEOUT_MS, IDLE_TIMEOUT_MS } from '../registry/transport.ts';
import { nonEmpty, parseBoolean, wholeNumber } from './option-parsers.ts';

/** Options of the commands that look at images, as commander hands them over. */
export interface MirrorOptions {
  readonly imagesFile: string;
  readonly targetRepoPrefix?: string;
  readonly targetRepoAuthKey?: string;
  readonly accessToken?: string;
  readonly proc: number;
  readonly retries: number;
  readonly idleTimeout: number;
  readonly ledger: string;
  readonly force: boolean;
  readonly bytes: boolean;
  readonly output: 'text' | 'json';
  readonly debug: boolean;
}

/** Variables of kyma's image-syncer begin with this. */
const VARIABLE_PREFIX = 'SYNCER_';

const parseRetries = wholeNumber(0, 20);

/** Adds the option that names the definition. */
export function addImagesFile(command: Command): Command {
  return command.addOption(
    variable(
      new Option('-i, --images-file <file>', 'file that lists the images')
        .argParser(nonEmpty)
        .default('images.yaml'),
    ),
  );
}

/** Adds where targets are, and who pushes there. */
export function addTargetOptions(command: Command): Command {
  return command
    .addOption(
      variable(
        new Option(
          '--target-repo-prefix <prefix>',
          'put before every target without a host of its own',
        ),
      ),
    )
    .addOption(
      new Option(
        '-r <prefix|retries>',
        'digits: --retries, anything else: --target-repo-prefix',
      ).argParser(retriesOrPrefix),
    )
    .addOption(
      variable(
        new Option(
          '-t, --target-repo-auth-key <file>',
          'key file for the targets, as user _json_key',
        ),
      ),
    )
    .addOption(variable(new Option('-a, --access-token <token>', 'bearer token for the targets')));
}

/** Adds how a run is done and shown. */
export function addRunOptions(command: Command): Command {
  return command
    .option('-p, --proc <number>', 'images at a time', wholeNumber(1, 256), 8)
    .option('--retries <number>', 'repetitions after a failure that may pass', parseRetries, 3)
    .option(
      '--idle-timeout <seconds>',
      `longest silence of a registry; while it stores a blob, ${COMMIT_TIMEOUT_MS / 1000}`,
      wholeNumber(1, 3600),
      IDLE_TIMEOUT_MS / 1000,
    )
    .option('--ledger <file>', 'record of runs and outcomes', '.image-syncer/ledger.db')
    .option('--force', 'overwrite targets that differ and repair those that are equal', false)
    .option('--no-bytes', 'in a dry run, read no manifests to tell bytes')
    .addOption(outputOption())
    .addOption(booleanOption('--debug [boolean]', 'show every request'));
}

/** Adds `--dry-run`. */
export function addDryRun(command: Command): Command {
  return command.addOption(booleanOption('--dry-run [boolean]', 'decide, but write nothing'));
}

/** What is printed on standard output. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'what standard output gets')
    .choices(['text', 'json'])
    .default('text');
}

/** `-r` is the prefix in kyma's image-syncer and the number of retries in Aliyun's: digits tell them apart. */
function retriesOrPrefix(text: string): number | string {
  return /^\d+$/.test(text) ? parseRetries(text) : text;
}

/** Present alone means true. */
function booleanOption(flags: string, description: string): Option {
  return variable(
    new Option(flags, description).argParser(parseBoolean).preset('true').default(false),
  );
}

function variable(option: Option): Option {
  const name = option.long?.replace(/^--/, '').replaceAll('-', '_').toUpperCase();
  return option.env(`${VARIABLE_PREFIX}${name}`);
}
