import type { DefinitionProblem } from '../../definition/errors.ts';
import type { BrokenDefinition } from '../../mirror/planner-ports.ts';
import type { RunCycleListener } from '../../mirror/run-cycle/run-cycle.ts';
import type { Log, LogFields } from '../log.ts';

/** Logs what happens to runs besides the one that is planned. */
export function logRunCycle(log: Log): RunCycleListener {
  return (event) => {
    const { type, ...fields } = event;
    switch (event.type) {
      case 'broken':
        return logProblems(event.definition, event.broken, log);
      case 'recovered':
        return log.info('definition can be used again', fields);
      case 'doubtful':
        return log.warn('definition is doubtful', problemFields(event.definition, event.warning));
      case 'completed':
        return log.info('run completed', fields);
      case 'superseded':
        return log.info('run superseded', fields);
      case 'closed':
        return log.error('run took too long: images without an outcome are lost', fields);
      case 'retired':
        return log.info('failing image left the definition', fields);
    }
  };
}

/** One line for each mistake, as a person looks for it. */
function logProblems(
  definition: string,
  { since, version, problems }: BrokenDefinition,
  log: Log,
): void {
  for (const problem of problems) {
    const fields = { since, version, ...problemFields(definition, problem) };
    log.error('definition cannot be used', fields);
  }
}

function problemFields(
  definition: string,
  { message, file, line, column, hint }: DefinitionProblem,
): LogFields {
  return { definition, file, line, column, problem: message, hint };
}
