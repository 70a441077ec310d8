import type { Definition } from '../definition/definition.ts';
import { IMAGES_AT_A_TIME } from '../local/images-at-a-time.ts';
import { mirrorLocally } from '../local/mirror-locally.ts';
import { InterruptedError } from '../mirror/interrupted-error.ts';
import type { RunReport } from '../mirror/run.ts';
import { DEFAULT_RETRIES, reach } from './access.ts';
import type { AccessOptions, RunOptions } from './options.ts';

const NO_LEDGER = ':memory:';

/** Runs `definition` once; an abort ends the run early, and what was not finished has failed with `INTERRUPTED`. */
export async function runDefinition(
  definition: Definition,
  options: RunOptions & { readonly dryRun: boolean; readonly estimateBytes?: boolean },
): Promise<RunReport> {
  const access = await reach(definition, options);
  const { dryRun, idleTimeoutMs, listener } = options;
  return await interruptible(options, (signal) =>
    mirrorLocally(definition, {
      ...access,
      dryRun,
      signal,
      force: options.force ?? false,
      estimateBytes: options.estimateBytes ?? true,
      ledgerFile: options.ledgerFile ?? NO_LEDGER,
      workers: options.workers ?? IMAGES_AT_A_TIME,
      retries: options.retries ?? DEFAULT_RETRIES,
      ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
      ...(listener && { listener }),
    }),
  );
}

/** Gives `work` a signal whose reason the report of a run has a word for; the caller's may be anything. */
async function interruptible<T>(
  { signal }: AccessOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new InterruptedError());
  if (signal?.aborted) interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}
