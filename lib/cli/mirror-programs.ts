import { Command } from 'commander';
import type { CopyCommandOptions } from './copy-command.ts';
import { addAuthFile, addTargetCredentials } from './options/credential-options.ts';
import { addImageSettings, addImagesFile, addSelection } from './options/definition-options.ts';
import { addOldOptions } from './options/old-options.ts';
import { addDryRun, addRunFiles, addRunOptions, addSuccessImages } from './options/run-options.ts';
import { addTransfers } from './options/transfer-options.ts';
import { actionOf, type ProgramContext } from './program-context.ts';
import type { Shell } from './shell.ts';
import type { SyncCommandOptions } from './sync-command.ts';

// Commands are loaded when they are asked for: the program answers for itself without them.

/** `sync`. */
export function syncProgram(context: ProgramContext): Command {
  const sync = new Command('sync').description('copy what is missing at the targets (the default)');
  addRunOptions(addDryRun(addImagesFile(sync)));
  addTargetCredentials(addAuthFile(addSelection(sync)));
  addOldOptions(addSuccessImages(addRunFiles(addTransfers(sync))));
  return sync.action(actionOf<SyncCommandOptions>(runSync, context));
}

/** `plan`, which is `sync` without a hand to write. */
export function planProgram(context: ProgramContext): Command {
  const plan = new Command('plan').description('say what sync would do, and write nothing');
  addRunOptions(addImagesFile(plan));
  plan.option('--detailed-exitcode', 'exit 2 when something would change', false);
  addTargetCredentials(addAuthFile(addSelection(plan)));
  addOldOptions(addSuccessImages(addRunFiles(plan)));
  const foresee: typeof runSync = (options, shell) => runSync({ ...options, dryRun: true }, shell);
  return plan.action(actionOf<SyncCommandOptions>(foresee, context));
}

/** `copy`. */
export function copyProgram(context: ProgramContext): Command {
  const copy = new Command('copy')
    .description('copy one image, without a file')
    .argument('<source>', 'a name with a tag, a digest or both')
    .argument('<target>', "a name; where it has no tag, the source's is taken");
  addRunOptions(addDryRun(copy));
  addTargetCredentials(addImageSettings(copy));
  addRunFiles(addTransfers(copy));
  return copy.action((source: string, target: string, options: CopyCommandOptions, command) => {
    const names = { source, target };
    const run = actionOf<CopyCommandOptions>(async (settled, shell) => {
      const { copyCommand } = await import('./commands.ts');
      return await copyCommand(names, settled, shell);
    }, context);
    return run(options, command);
  });
}

async function runSync(options: SyncCommandOptions, shell: Shell): Promise<number> {
  const { syncCommand } = await import('./commands.ts');
  return await syncCommand(options, shell);
}
