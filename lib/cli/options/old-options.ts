import { type Command, Option } from 'commander';
import { nonEmpty, parseRetries } from './option-parsers.ts';

/** An option that another image-syncer had: accepted, with a notice of what has taken its place. */
interface Deprecated {
  readonly option: Option;
  readonly notice: string;
}

const NO_SIGNING = 'signatures are copied, none are made';
const WHOLE_DESTINATIONS = 'for empty destinations; write those out';

const DEPRECATED: readonly Deprecated[] = [
  deprecated('--records <file>', 'nothing is written to it; see --ledger'),
  deprecated('--registry <host>', WHOLE_DESTINATIONS, 'DEFAULT_REGISTRY'),
  deprecated('--namespace <path>', WHOLE_DESTINATIONS, 'DEFAULT_NAMESPACE'),
  deprecated('-k, --kms-key <key>', NO_SIGNING, 'SYNCER_KMS_KEY'),
  deprecated('--target-key-file <file>', NO_SIGNING),
];

/** Adds the spellings of kyma's and Aliyun's image-syncer that are not ours, and options that only they had. */
export function addOldOptions(command: Command): Command {
  command
    .optionsGroup('Of other image-syncers:')
    .option('-r <prefix|retries>', 'digits: --retries, else: --target-repo-prefix', retriesOrPrefix)
    .option('--images <file>', 'the same as --images-file', nonEmpty)
    .option('--config <file>', 'the same, for a file with credentials in it', nonEmpty);
  return DEPRECATED.reduce((added, { option }) => added.addOption(option), command);
}

/** A notice for each deprecated option of `command`, or variable in its place, that has a value. */
export function deprecations(command: Command): readonly string[] {
  return DEPRECATED.flatMap(({ option, notice }) => {
    const key = option.attributeName();
    if (!command.getOptionValue(key)) return [];
    const isVariable = command.getOptionValueSource(key) === 'env';
    return [`${isVariable ? option.envVar : option.long} is deprecated: ${notice}`];
  });
}

function deprecated(flags: string, notice: string, variable?: string): Deprecated {
  const option = new Option(flags, `deprecated: ${notice}`);
  return { option: variable === undefined ? option : option.env(variable), notice };
}

/** `-r` is the prefix in kyma's image-syncer and the number of retries in Aliyun's: digits tell them apart. */
function retriesOrPrefix(text: string): number | string {
  return /^\d+$/.test(text) ? parseRetries(text) : text;
}
