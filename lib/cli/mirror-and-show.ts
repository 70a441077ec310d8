import type { Definition } from '../definition/definition.ts';
import { mirrorLocally } from '../local/mirror-locally.ts';
import type { RunReport } from '../mirror/run.ts';
import { largeBlobsOf } from './large-blobs-of.ts';
import type { RunOptions } from './options/command-options.ts';
import { settleAccess } from './registry-access.ts';
import type { Shell } from './shell.ts';
import type { OutputStream } from './terminal/output-stream.ts';
import { createProgressView } from './terminal/progress-view.ts';
import { createTrace } from './trace.ts';

/** What the run is besides its options. */
export interface MirrorAndShowOptions extends Omit<RunOptions, 'log'> {
  readonly signal: AbortSignal;
  /** Takes the lines of the run too. */
  readonly log: OutputStream | undefined;
}

/** Makes the targets of `definition` true, and shows how far that has come. */
export async function mirrorAndShow(
  definition: Definition,
  { debug, log, dryRun, signal, ...options }: MirrorAndShowOptions,
  shell: Shell,
): Promise<RunReport> {
  const access = await settleAccess(definition, { ...options, signal }, shell);
  const { stderr } = shell;
  const lines = { write: (text: string) => stderr.write(text) };
  const view = await createProgressView({
    // Lines of requests would tear a drawing apart.
    stream: debug ? lines : stderr,
    log,
    now: () => performance.now(),
    dryRun,
    verbose: debug,
  });
  try {
    return await mirrorLocally(definition, {
      dryRun,
      signal,
      ...access,
      force: options.force,
      estimateBytes: options.bytes,
      ledgerFile: options.ledger,
      onlyFailing: options.onlyFailing ?? false,
      workers: options.proc,
      retries: options.retries,
      idleTimeoutMs: options.idleTimeout * 1000,
      largeBlobs: largeBlobsOf(options),
      listener: view.listener,
      ...(debug && { trace: createTrace(log ? teed(stderr, log) : stderr) }),
    });
  } finally {
    view.stop();
  }
}

function teed(one: OutputStream, other: OutputStream): OutputStream {
  return {
    write: (text) => {
      one.write(text);
      other.write(text);
    },
  };
}
