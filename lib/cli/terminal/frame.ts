import type { Progress } from '../../mirror/progress/progress.ts';
import { countPhrases } from '../../wording/outcome-words.ts';
import { formatBytes, formatCount, formatRate, formatSeconds } from '../../wording/quantities.ts';
import { packLines } from './pack.ts';
import type { Paint } from './paint.ts';
import { shortenMiddle } from './shorten.ts';
import { transferLine } from './transfer-line.ts';

/** The terminal and the moment that a frame is for. */
export interface FrameOptions {
  readonly columns: number;
  readonly rows: number;
  readonly now: number;
  readonly paint: Paint;
  /** Whether outcomes are what a sync would come to. */
  readonly dryRun: boolean;
}

/**
 * What stands at the bottom of the terminal: images in flight, then the total.
 *
 * No line is as wide as the terminal and there are fewer than it has rows, so
 * that the cursor's own line below them fits and nothing scrolls.
 */
export function renderFrame(progress: Progress, options: FrameOptions): string[] {
  const total = totalLines(progress, options);
  const room = Math.max(0, options.rows - 1 - total.length);
  const lines = [...transferLines(progress, room, options), ...total];
  return lines.slice(Math.max(0, lines.length - (options.rows - 1)));
}

function transferLines(
  { inFlight }: Progress,
  room: number,
  { columns, paint }: FrameOptions,
): string[] {
  const shown = inFlight.length <= room ? inFlight : mostTelling(inFlight, Math.max(0, room - 1));
  const lines = shown.map((transfer) => transferLine(transfer, columns - 1, paint));
  const hidden = inFlight.length - shown.length;
  return hidden === 0 ? lines : [...lines, paint('dim', `… and ${formatCount(hidden)} more`)];
}

/** Comparing is over in a moment; where not all fit, those that move bytes are shown before. */
function mostTelling(inFlight: Progress['inFlight'], count: number): Progress['inFlight'] {
  const moving = inFlight.filter(({ expected }) => expected !== undefined);
  const comparing = inFlight.filter(({ expected }) => expected === undefined);
  return [...moving, ...comparing].slice(0, count);
}

function totalLines(progress: Progress, options: FrameOptions): string[] {
  const { columns, now, paint } = options;
  const elapsed = formatSeconds(Math.floor((now - progress.startedAt) / 1000));
  const parts = [...totalParts(progress, options), elapsed];
  return packLines(parts, ' · ', columns - 1).map((line) => paint('bold', line));
}

function totalParts(progress: Progress, { columns, dryRun }: FrameOptions): string[] {
  const { done, images, uploaded, rate } = progress;
  if (images === undefined) return [shortenMiddle(planningPart(progress), columns - 1)];
  return [
    `${formatCount(done)} / ${formatCount(images)} images`,
    ...countPhrases(progress.counts, dryRun),
    ...(uploaded > 0 ? [`${formatBytes(uploaded)} uploaded`, formatRate(rate)] : []),
  ];
}

function planningPart({ listed }: Progress): string {
  const [first, second] = listed;
  if (first === undefined) return 'planning';
  const what = second === undefined ? first : `${formatCount(listed.length)} repositories`;
  return `listing tags of ${what}`;
}
