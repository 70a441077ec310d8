import type { OutcomeStatus } from '../../mirror/outcome.ts';
import type { Style } from './paint.ts';

/** The style in which each status stands out, or does not. */
export const STATUS_STYLES: Readonly<Record<OutcomeStatus, Style>> = {
  copied: 'green',
  unchanged: 'dim',
  conflict: 'yellow',
  skipped: 'cyan',
  failed: 'red',
};
