import { createHash } from 'node:crypto';
import type { ServiceView } from '../../service.ts';

/**
 * Names what pages show besides what is brought up to date on them: another run, another definition, other problems
 * make another edition. `newest` is the run that was begun last, with its state.
 */
export function editionOf(view: ServiceView, newest: string): string {
  const { definition, nextRunAt, problems, isStopping } = view.state();
  const shown = [newest, view.live()?.id, definition, nextRunAt, problems, isStopping];
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 12);
}
