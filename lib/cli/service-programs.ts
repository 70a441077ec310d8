import { Command } from 'commander';
import { addAuthFile, addTargetCredentials } from './options/credential-options.ts';
import { addImagesFile, addSelection } from './options/definition-options.ts';
import { addConnection, addDebug, addLedger, addWorkers } from './options/run-options.ts';
import { addServeOptions } from './options/serve-options.ts';
import { addTransfers } from './options/transfer-options.ts';
import { actionOf, type ProgramContext } from './program-context.ts';
import type { ServeCommandOptions } from './serve-command.ts';

/** `serve`. */
export function serveProgram(context: ProgramContext): Command {
  const serve = new Command('serve').description(
    'sync whenever images.yaml changes and time after time, and show how things stand',
  );
  addServeOptions(addDebug(addConnection(addWorkers(addImagesFile(serve)))));
  addTransfers(addTargetCredentials(addAuthFile(addSelection(addLedger(serve)))));
  return serve.action(async (written: ServeCommandOptions, command: Command) => {
    const run = actionOf<ServeCommandOptions>(async (options, shell) => {
      // Loaded when it is asked for: it needs what no other command does.
      const { serveCommand } = await import('./serve-command.ts');
      return await serveCommand(options, command, shell);
    }, context);
    await run(written, command);
  });
}
