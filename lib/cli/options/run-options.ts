import { type Command, Option } from 'commander';
import { IMAGES_AT_A_TIME } from '../../local/images-at-a-time.ts';
import { COMMIT_TIMEOUT_MS, IDLE_TIMEOUT_MS } from '../../registry/timeouts.ts';
import { nonEmpty, parseBoolean, parseRetries, wholeNumber } from './option-parsers.ts';
import { orVariable } from './variable.ts';

const FILES_WRITTEN = 'Files written:';

/** Adds how a run is done and shown. */
export function addRunOptions(command: Command): Command {
  command
    .option('--force', 'overwrite targets that differ and repair those that are equal', false)
    .option('--no-bytes', 'in a dry run, read no manifests to tell bytes')
    .addOption(outputOption());
  return addDebug(addConnection(addWorkers(command)));
}

/** Adds `--proc`. */
export function addWorkers(command: Command): Command {
  const number = wholeNumber(1, 256);
  return command.option('-p, --proc <number>', 'images at a time', number, IMAGES_AT_A_TIME);
}

/** Adds `--debug`. */
export function addDebug(command: Command): Command {
  return command.addOption(booleanOption('--debug [boolean]', 'show every request'));
}

/** Adds how patient requests are. */
export function addConnection(command: Command): Command {
  return command
    .option('--retries <number>', 'repetitions after a failure that may pass', parseRetries, 3)
    .option(
      '--idle-timeout <seconds>',
      `longest silence of a registry; while it stores a blob, ${COMMIT_TIMEOUT_MS / 1000}`,
      wholeNumber(1, 3600),
      IDLE_TIMEOUT_MS / 1000,
    );
}

/** Adds `--dry-run`. */
export function addDryRun(command: Command): Command {
  return command.addOption(booleanOption('--dry-run [boolean]', 'decide, but write nothing'));
}

/** Adds the files in which a run leaves what is known of it. */
export function addRunFiles(command: Command): Command {
  return addLog(addLedger(command));
}

/** Adds `--ledger`. */
export function addLedger(command: Command): Command {
  return command
    .optionsGroup(FILES_WRITTEN)
    .option('--ledger <file>', 'record of runs and outcomes', '.image-syncer/ledger.db');
}

/** Adds `--log`. */
export function addLog(command: Command): Command {
  return command
    .optionsGroup(FILES_WRITTEN)
    .option('--log <file>', 'file to which the lines of the run are added', nonEmpty);
}

/** Adds the list of images that are in place at the end. */
export function addSuccessImages(command: Command): Command {
  return command
    .option(
      '--output-success-images <file>',
      'images that are in place, as an images file',
      nonEmpty,
    )
    .addOption(
      new Option('--output-images-format <format>', 'its format; default: by its suffix').choices([
        'yaml',
        'json',
      ]),
    );
}

/** What is printed on standard output. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'what standard output gets')
    .choices(['text', 'json'])
    .default('text');
}

/** Present alone means true. */
function booleanOption(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return orVariable(option.argParser(parseBoolean).preset('true').default(false));
}
