import type { ImageSettings } from '../definition/definition.ts';
import { defineImage } from '../definition/single-image.ts';
import type { DefinitionOptions, RunOptions } from './options/command-options.ts';
import { runCommand } from './run-command.ts';
import type { Shell } from './shell.ts';

/** What `copy` is told besides its two names. */
export interface CopyCommandOptions
  extends RunOptions,
    Pick<DefinitionOptions, 'onConflict' | 'platforms'>,
    Partial<Pick<ImageSettings, 'referrers'>> {}

/** Which image is copied, and to where. */
export interface CopyNames {
  readonly source: string;
  readonly target: string;
}

/** Copies one image that stands in no file; resolves to the exit code. */
export function copyCommand(
  { source, target }: CopyNames,
  options: CopyCommandOptions,
  shell: Shell,
): Promise<number> {
  const { onConflict, platforms, referrers } = options;
  return runCommand(options, shell, async () =>
    defineImage(source, target, {
      ...(onConflict && { onConflict }),
      ...(platforms && { platforms }),
      ...(referrers !== undefined && { referrers }),
    }),
  );
}
