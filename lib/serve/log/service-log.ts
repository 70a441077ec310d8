import type { Clock } from '../../clock.ts';
import { printable } from '../../wording/printable.ts';
import type { ServiceEvent, ServiceListener } from '../events.ts';
import { jsonFields } from './json-fields.ts';
import { type Level, levelOf } from './level-of.ts';
import { textLines } from './text-lines.ts';
import { ToldBefore } from './told-before.ts';

export interface ServiceLogOptions {
  readonly stream: { write(text: string): unknown };
  readonly format: 'text' | 'json';
  readonly clock: Clock;
  /** Whether lines of the level `debug` are written: unchanged images, and looks that came to nothing. Default: no. */
  readonly verbose?: boolean;
}

/**
 * Writes a line for each event; as text, also one for each problem of a broken definition.
 * What is told again and again, such as a broken definition at every look, is written when it is new.
 */
export function createServiceLog(options: ServiceLogOptions): ServiceListener {
  const { stream, format, clock, verbose = false } = options;
  const toldBefore = new ToldBefore(clock);
  const linesOf = format === 'json' ? jsonLines : prefixedLines;
  return (event) => {
    const level = levelOf(event);
    if ((level === 'debug' && !verbose) || toldBefore.has(event)) return;
    const time = new Date(clock.now()).toISOString();
    for (const line of linesOf(event, level, time)) stream.write(`${printable(line)}\n`);
  };
}

/** JSON escapes the C0 controls alone; what else steers a terminal is inside strings and is escaped alike. */
function jsonLines(event: ServiceEvent, level: Level, time: string): readonly string[] {
  return [JSON.stringify({ time, level, event: event.type, ...jsonFields(event) })];
}

function prefixedLines(event: ServiceEvent, level: Level, time: string): readonly string[] {
  const prefix = level === 'info' ? time : `${time} ${level}:`;
  return textLines(event).map((line) => `${prefix} ${line}`);
}
