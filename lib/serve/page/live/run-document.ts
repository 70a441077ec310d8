import { OUTCOME_STATUSES } from '../../../mirror/outcome.ts';
import type { Counts } from '../../../mirror/run.ts';
import { countPhrases } from '../../../wording/outcome-words.ts';
import { printable } from '../../../wording/printable.ts';
import {
  formatBytes,
  formatCount,
  formatRate,
  formatSeconds,
} from '../../../wording/quantities.ts';
import type { LiveRun, LiveTransfer } from '../../service.ts';
import { imageName } from '../image-name.ts';
import { imagePath } from '../paths.ts';
import type { Bar, LiveRunDocument, TransferDocument } from './live-document.ts';

/** As many transfers as anybody looks at; a run has not more at once unless it is told to. */
const SHOWN_TRANSFERS = 50;

/** How far a run has come, for bars. */
export function runDocument(run: LiveRun): LiveRunDocument {
  const texts = runTexts(run);
  return {
    bar: barOf(doneOf(run.counts), run.expected),
    spoken: `${texts['run-images']}. ${texts['run-left']}`,
    transfers: run.transfers.slice(0, SHOWN_TRANSFERS).map(transferDocument),
  };
}

/** How far a run has come, in words, by the elements that show them. */
export function runTexts(run: LiveRun): Readonly<Record<string, string>> {
  return {
    'run-images': imagesText(run),
    'run-counts': countPhrases(run.counts, false).join(', '),
    'run-put-off': run.putOff === 0 ? '' : `${formatCount(run.putOff)} to be tried again`,
    'run-bytes': `${formatBytes(run.uploaded)} uploaded`,
    'run-rate': formatRate(run.bytesPerSecond),
    'run-left': leftText(run.secondsLeft),
  };
}

function imagesText({ counts, expected, listed }: LiveRun): string {
  const done = formatCount(doneOf(counts));
  if (expected !== null) return `${done} of ${formatCount(expected)} images`;
  const lists = listed.length === 0 ? '' : `, tags of ${formatCount(listed.length)} asked for`;
  return `planning${lists}`;
}

function doneOf(counts: Counts): number {
  return OUTCOME_STATUSES.reduce((sum, status) => sum + counts[status], 0);
}

function leftText(secondsLeft: number | null): string {
  return secondsLeft === null ? 'time left not known yet' : `${formatSeconds(secondsLeft)} left`;
}

function transferDocument(transfer: LiveTransfer): TransferDocument {
  return {
    ...imageName(transfer.target),
    path: imagePath(transfer.target),
    bar: barOf(transfer.arrived, transfer.expected),
    text: transferText(transfer),
  };
}

function transferText(transfer: LiveTransfer): string {
  const { activity, arrived, expected, bytesPerSecond, secondsLeft } = transfer;
  if (expected === null) return printable(activity);
  const far = `${formatBytes(arrived)} of ${formatBytes(expected)}`;
  const rate = bytesPerSecond === 0 ? [] : [formatRate(bytesPerSecond)];
  const left = secondsLeft === null ? [] : [`${formatSeconds(secondsLeft)} left`];
  return [far, ...rate, ...left].join(' · ');
}

/** A bar without a length would be full, whatever its value. */
function barOf(value: number, max: number | null): Bar {
  if (max === null || max === 0) return { max: 1 };
  return { value: Math.min(value, max), max };
}
