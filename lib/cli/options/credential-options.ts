import { type Command, Option } from 'commander';
import { nonEmpty } from './option-parsers.ts';
import { orVariable } from './variable.ts';

/** Adds the file of credentials that Aliyun's image-syncer has beside that of the images. */
export function addAuthFile(command: Command): Command {
  return command
    .optionsGroup('Credentials:')
    .option(
      '--auth <file>',
      "credentials by registry, in the form of Aliyun's auth file",
      nonEmpty,
    );
}

/** Adds who pushes to the targets, where no file says that. */
export function addTargetCredentials(command: Command): Command {
  const key = '-t, --target-repo-auth-key <file>';
  const token = '-a, --access-token <token>';
  return command
    .optionsGroup('Credentials:')
    .addOption(orVariable(new Option(key, 'key file for the targets, as user _json_key')))
    .addOption(orVariable(new Option(token, 'bearer token for the targets')));
}
