import { type Command, Option } from 'commander';
import type { OnConflict } from '../../definition/schema.ts';
import { listOf, nonEmpty } from './option-parsers.ts';
import { ARCHITECTURE, SYSTEM } from './platform-words.ts';
import { orVariable } from './variable.ts';

const SELECTION = 'Images and platforms:';

const POLICIES: readonly OnConflict[] = ['fail', 'overwrite', 'keep'];

/** Adds the option that names the definition. */
export function addImagesFile(command: Command): Command {
  const option = new Option('-i, --images-file <file>', 'file that lists the images');
  return command.addOption(orVariable(option.argParser(nonEmpty).default('images.yaml')));
}

/** Adds what stands in for something that the definition says. */
export function addSelection(command: Command): Command {
  const system = listOf(SYSTEM, 'a system such as linux or windows:10.0.17763');
  const architecture = listOf(
    ARCHITECTURE,
    'an architecture such as amd64, arm:v7 or linux/arm/v7',
  );
  const prefix = new Option('--target-repo-prefix <prefix>', 'put before targets without a host');
  return command
    .optionsGroup(SELECTION)
    .addOption(platformOption().conflicts(['os', 'arch']))
    .option('--os <systems>', 'the same by system, such as linux', system)
    .option('--arch <architectures>', 'and by architecture, such as amd64,arm:v7', architecture)
    .addOption(onConflictOption())
    .addOption(orVariable(prefix))
    .option('--library-names', 'keep library/ of official images in targets');
}

/** Adds how a single image is copied. */
export function addImageSettings(command: Command): Command {
  return command
    .optionsGroup(SELECTION)
    .addOption(platformOption())
    .addOption(onConflictOption())
    .option('--referrers', 'copy signatures, attestations and SBOMs too (the default)')
    .option('--no-referrers', 'leave them behind');
}

function platformOption(): Option {
  const option = new Option('--platform <platforms>', 'platforms to keep, such as linux/amd64');
  return option.argParser(listOf(/./, 'a platform such as linux/amd64'));
}

function onConflictOption(): Option {
  const option = new Option('--on-conflict <policy>', 'what to do with targets that differ');
  return option.choices(POLICIES);
}
