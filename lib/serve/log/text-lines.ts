import type { DefinitionProblem } from '../../definition/errors.ts';
import type { Outcome, OutcomeStatus } from '../../mirror/outcome.ts';
import type { RunSummary } from '../../mirror/run.ts';
import {
  bytesPhrase,
  counted,
  countPhrases,
  hintOf,
  reasonOf,
  statusWord,
} from '../../wording/outcome-words.ts';
import { formatDuration } from '../../wording/quantities.ts';
import type { ServiceEvent } from '../events.ts';

const LEVELS: Readonly<Partial<Record<OutcomeStatus, string>>> = {
  conflict: 'warning: ',
  failed: 'error: ',
};

/** The sentences that tell `event`, one a line, as they came: not yet safe to print. */
export function textLines(event: ServiceEvent): readonly string[] {
  switch (event.type) {
    case 'broken':
      return event.broken.problems.map((problem) => `error: ${problemLine(problem)}`);
    case 'recovered':
      return [`${event.definition} can be used again`];
    case 'doubtful':
      return [`warning: ${problemLine(event.warning)}`];
    case 'completed':
      return [`run ${event.runId} is completed`];
    case 'superseded':
      return [`run ${event.runId} is superseded`];
    case 'closed':
      return [`warning: run ${event.runId} is closed, ${counted(event.lost, 'image')} lost`];
    case 'retired':
      return [`${event.target} is no longer in the definition`];
    case 'listening':
      return [`listening at ${event.url}`];
    case 'planned':
      return [`run ${event.run.id} (${event.run.trigger}): ${counted(event.images, 'image')}`];
    case 'idle':
      return [`nothing to do: ${event.reason}`];
    case 'resumed':
      return [`run ${event.runId} goes on: ${counted(event.images, 'image')} left`];
    case 'outcome':
      return [outcomeLine(event.outcome)];
    case 'put-off':
      return [`warning: ${event.target}: ${event.error.message}${again(event.afterMs)}`];
    case 'ended':
      return [endedLine(event.run)];
    case 'unable':
      return [`error: ${event.failure.message} (${event.failure.hint})${again(event.afterMs)}`];
    case 'mended':
      return ['what failed works again'];
    case 'stopping':
      return ['stopping'];
  }
}

function again(afterMs: number): string {
  return `; tried again in ${formatDuration(afterMs)}`;
}

function problemLine({ file, line, column, message, hint }: DefinitionProblem): string {
  return `${file}:${line}:${column} ${message}${hint === null ? '' : ` (${hint})`}`;
}

function outcomeLine(outcome: Outcome): string {
  const { status, source, target } = outcome;
  const level = LEVELS[status] ?? '';
  const [reason, hint] = [reasonOf(outcome), hintOf(outcome)];
  const sides = target === null ? source : `${source} to ${target}`;
  const why = reason === null ? '' : `: ${reason}`;
  return `${level}${statusWord(outcome, false)} ${sides}${why}${hint === null ? '' : ` (${hint})`}`;
}

function endedLine({ id, counts, bytes, dryRun }: RunSummary): string {
  const phrases = [...countPhrases(counts, dryRun), bytesPhrase(bytes, dryRun)];
  return `run ${id} has ended: ${phrases.filter((phrase) => phrase !== '').join(', ') || 'no images'}`;
}
