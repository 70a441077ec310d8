import { printable } from '../../wording/printable.ts';
import type { Level } from './level-of.ts';
import type { ServiceLogOptions } from './service-log.ts';

export interface RemarkOptions extends Pick<ServiceLogOptions, 'stream' | 'format' | 'clock'> {
  readonly level: Level;
  /** What a JSON line calls it. */
  readonly event: string;
}

/**
 * A stream for what is no event of a service and belongs into its log, such as requests that are traced.
 * Takes whole lines, with their level before them; JSON has all that is written at once as one `message`.
 */
export function remarkStream(options: RemarkOptions): { write(text: string): void } {
  const { stream, format, clock, level, event } = options;
  return {
    write: (text) => {
      const time = new Date(clock.now()).toISOString();
      const said = text.trimEnd();
      const message = said.startsWith(`${level}: `) ? said.slice(level.length + 2) : said;
      const json = () => [JSON.stringify({ time, level, event, message })];
      const lines = format === 'json' ? json() : said.split('\n').map((line) => `${time} ${line}`);
      for (const line of lines) stream.write(`${printable(line)}\n`);
    },
  };
}
