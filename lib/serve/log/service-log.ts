import type { Clock } from '../../clock.ts';
import { printable } from '../../wording/printable.ts';
import type { ServiceEvent, ServiceListener } from '../events.ts';
import { jsonFields } from './json-fields.ts';
import { textLines } from './text-lines.ts';

export interface ServiceLogOptions {
  readonly stream: { write(text: string): unknown };
  readonly format: 'text' | 'json';
  readonly clock: Clock;
  /** Whether unchanged images have a line of their own. Default: no. */
  readonly verbose?: boolean;
}

/**
 * Writes a line for each event, and one for each problem of a broken definition as text.
 * What is told at every look, such as a broken definition, is written when it is new.
 */
export function createServiceLog(options: ServiceLogOptions): ServiceListener {
  const { stream, format, clock, verbose = false } = options;
  const isNews = newsFilter();
  return (event) => {
    const isUnchanged = event.type === 'outcome' && event.outcome.status === 'unchanged';
    if ((isUnchanged && !verbose) || !isNews(event)) return;
    const time = new Date(clock.now()).toISOString();
    if (format === 'json') return void stream.write(`${jsonLine(time, event)}\n`);
    for (const line of textLines(event)) stream.write(`${time} ${printable(line)}\n`);
  };
}

/** JSON escapes the C0 controls alone; what else steers a terminal is inside strings and is escaped alike. */
function jsonLine(time: string, event: ServiceEvent): string {
  const line = { time, level: levelOf(event), event: event.type, ...jsonFields(event) };
  return printable(JSON.stringify(line));
}

function levelOf(event: ServiceEvent): 'info' | 'warning' | 'error' {
  if (event.type === 'broken' || event.type === 'unable') return 'error';
  if (event.type === 'outcome' && event.outcome.status === 'failed') return 'error';
  if (event.type === 'outcome' && event.outcome.status === 'conflict') return 'warning';
  return ['doubtful', 'closed', 'put-off'].includes(event.type) ? 'warning' : 'info';
}

/** Bounded: what was told is forgotten when the definition is mended or changes its problems. */
function newsFilter(): (event: ServiceEvent) => boolean {
  let broken = '';
  let doubts = new Set<string>();
  return (event) => {
    if (event.type === 'recovered') broken = '';
    if (event.type === 'planned' && doubts.size > 1000) doubts = new Set();
    if (event.type === 'broken') {
      const before = broken;
      broken = JSON.stringify([event.broken.version, event.broken.problems]);
      return broken !== before;
    }
    if (event.type !== 'doubtful') return true;
    const doubt = JSON.stringify(event.warning);
    const isNew = !doubts.has(doubt);
    doubts.add(doubt);
    return isNew;
  };
}
