import type { SyncEvent } from '../../mirror/events.ts';
import type { Outcome } from '../../mirror/outcome.ts';
import { Progress } from '../../mirror/progress/progress.ts';
import type { Transfer } from '../../mirror/progress/transfer.ts';
import type { SyncRequest } from '../../mirror/sync-request.ts';
import { isInterrupted } from '../../wording/outcome-words.ts';
import { printable } from '../../wording/printable.ts';
import { formatBytes, formatCount, formatRate, formatSeconds } from '../../wording/quantities.ts';
import { outcomeIn, outcomeLines } from './outcome-lines.ts';
import type { OutputStream } from './output-stream.ts';
import { createPaint, hasColors } from './paint.ts';
import type { TickingView, ViewOptions } from './view.ts';

/** How often an image that takes long says that it is still under way. */
const REPORT_EVERY_MS = 30_000;

/** Writes a line as an image ends, for logs and pipes, and now and then one for each long copy. */
export function createPlainView(
  stream: OutputStream,
  { now, dryRun, verbose = false }: ViewOptions,
): TickingView {
  const progress = new Progress(now());
  const paint = createPaint(hasColors(stream));
  const reportedAt = new WeakMap<Transfer, number>();
  const write = (lines: readonly string[]) => {
    if (lines.length > 0) stream.write(`${lines.join('\n')}\n`);
  };

  return {
    tickEveryMs: 1_000,
    listener: (event) => {
      progress.apply(event, now());
      write(stepLines(event, progress));
      const outcome = outcomeIn(event);
      if (!outcome || !isWorthALine(outcome, verbose)) return;
      const name = outcome.target === null ? outcome.source : names(outcome.source, outcome.target);
      write(outcomeLines(outcome, { name, dryRun, paint }));
    },
    tick: () => {
      progress.observe(now());
      const due = progress.inFlight.filter((transfer) => {
        return now() - (reportedAt.get(transfer) ?? transfer.startedAt) >= REPORT_EVERY_MS;
      });
      for (const transfer of due) reportedAt.set(transfer, now());
      write(due.map(reportLine));
    },
    stop: () => {},
  };
}

function isWorthALine(outcome: Outcome, verbose: boolean): boolean {
  if (isInterrupted(outcome)) return false;
  return verbose || outcome.status !== 'unchanged';
}

/** What happens before an outcome, as far as somebody may wonder why nothing does. */
function stepLines(event: SyncEvent, { listed }: Progress): readonly string[] {
  switch (event.type) {
    case 'listing':
      return [printable(`listing tags  ${event.source}`)];
    case 'planned':
      return listed.length === 0 ? [] : [`planned  ${formatCount(event.images)} images`];
    case 'waiting':
      return [waitingLine(event.request)];
    default:
      return [];
  }
}

function waitingLine({ source, target }: SyncRequest): string {
  return printable(`waiting for another run  ${names(source, target)}`);
}

function reportLine(transfer: Transfer): string {
  const { source, target, activity, expected, arrived, rate, secondsLeft } = transfer;
  const name = printable(names(source, target));
  if (expected === undefined) return `${activity}  ${name}`;

  const facts = [
    `${formatBytes(arrived)} of ${formatBytes(expected)}`,
    formatRate(rate),
    ...(secondsLeft === undefined ? [] : [`${formatSeconds(secondsLeft)} left`]),
  ];
  return `copying  ${name}  ${facts.join(', ')}`;
}

function names(source: string, target: string): string {
  return `${source} → ${target}`;
}
