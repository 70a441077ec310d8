import type { Log, LogFields } from '../../lib/aws/log.ts';

/** What {@link ToldLog} was told. */
export interface ToldLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** Remembers every line, for assertions. */
export class ToldLog implements Log {
  readonly lines: ToldLine[] = [];

  info(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', message, fields });
  }
}
