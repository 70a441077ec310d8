import type { Option } from 'commander';

/** Variables of kyma's image-syncer begin with this. */
const VARIABLE_PREFIX = 'SYNCER_';

/** Lets a variable take the place of `option` where that is absent, such as SYNCER_DRY_RUN that of --dry-run. */
export function orVariable(option: Option): Option {
  const name = option.name().replaceAll('-', '_').toUpperCase();
  return option.env(`${VARIABLE_PREFIX}${name}`);
}
