import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { readLatestRun } from './read-ledger.ts';

export interface SettleOptions {
  readonly ledger: string;
  /** The definition's. */
  readonly text: string;
  readonly images: number;
  readonly limitMs: number;
}

const POLL_MS = 1000;

/** Waits for a run of the last definition that finds every image in place; says what it waited for in vain. */
export async function settle(options: SettleOptions): Promise<string | undefined> {
  const deadline = performance.now() + options.limitMs;
  for (;;) {
    const wanting = await wantingOf(options);
    if (wanting === undefined || performance.now() > deadline) return wanting;
    await setTimeout(POLL_MS);
  }
}

async function wantingOf({ ledger, text, images }: SettleOptions): Promise<string | undefined> {
  const run = await readLatestRun(ledger).catch(() => undefined);
  if (!run) return 'there is no run';
  const version = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  if (run.definitionVersion !== version) return `run ${run.id} is of another definition`;
  const there = run.counts.copied + run.counts.unchanged;
  if (run.state === 'completed' && there === images && run.expected === images) return undefined;
  return `run ${run.id} is ${run.state} with ${there} of ${images} images in place`;
}
