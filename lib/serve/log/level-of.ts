import type { Outcome } from '../../mirror/outcome.ts';
import type { ServiceEvent } from '../events.ts';

/** How much a line matters. Those of `debug` are written on request alone. */
export type Level = 'debug' | 'info' | 'warning' | 'error';

/** How much `event` matters, in whatever format it is written. */
export function levelOf(event: ServiceEvent): Level {
  switch (event.type) {
    case 'broken':
    case 'unable':
      return 'error';
    case 'doubtful':
    case 'closed':
    case 'put-off':
      return 'warning';
    case 'outcome':
      return levelOfOutcome(event.outcome);
    case 'idle':
      return 'debug';
    case 'hook':
      return event.isProven ? 'info' : 'warning';
    case 'recovered':
    case 'completed':
    case 'superseded':
    case 'retired':
    case 'listening':
    case 'planned':
    case 'resumed':
    case 'ended':
    case 'mended':
    case 'stopping':
      return 'info';
  }
}

/** Every run has thousands of images that are unchanged, and their warnings were told when they were copied. */
function levelOfOutcome({ status, warnings }: Outcome): Level {
  switch (status) {
    case 'unchanged':
      return 'debug';
    case 'copied':
    case 'skipped':
      return warnings.length === 0 ? 'info' : 'warning';
    case 'conflict':
      return 'warning';
    case 'failed':
      return 'error';
  }
}
