import type { DefinitionProblem } from '../../definition/errors.ts';
import type { Outcome } from '../../mirror/outcome.ts';
import type { BrokenDefinition } from '../../mirror/planner-ports.ts';
import type { RunSummary } from '../../mirror/run.ts';
import {
  bytesPhrase,
  counted,
  countPhrases,
  effortPhrase,
  hintOf,
  reasonOf,
  statusWord,
} from '../../wording/outcome-words.ts';
import { formatDuration } from '../../wording/quantities.ts';
import type { ServiceEvent } from '../events.ts';

/** The sentences that tell `event`, one a line, as they came: without level, and not yet safe to print. */
export function textLines(event: ServiceEvent): readonly string[] {
  switch (event.type) {
    case 'broken':
      return brokenLines(event.definition, event.broken);
    case 'recovered':
      return [`${event.definition} can be used again`];
    case 'doubtful':
      return [problemLine(event.warning)];
    case 'completed':
      return [`run ${event.runId} is completed: all its images had come to an outcome before`];
    case 'superseded':
      return [`run ${event.runId} is superseded: what is left of it is not begun any more`];
    case 'closed':
      return [`run ${event.runId} is closed: ${counted(event.lost, 'image')} came to no outcome`];
    case 'retired':
      return [`${event.target} is no longer in the definition, and no longer counts as failing`];
    case 'listening':
      return [`listening at ${event.url}`];
    case 'planned':
      return [
        `run ${event.run.id} begins (${event.run.trigger}): ${counted(event.images, 'image')}`,
      ];
    case 'idle':
      return [`nothing to do: ${event.reason}`];
    case 'resumed':
      return [`run ${event.runId} goes on: ${counted(event.images, 'image')} left`];
    case 'outcome':
      return [outcomeLine(event.outcome)];
    case 'put-off':
      return [`put off ${event.target}: ${advised(event.error)}${again(event.afterMs)}`];
    case 'ended':
      return [endedLine(event.run)];
    case 'unable':
      return [`${advised(event.failure)}${again(event.afterMs)}`];
    case 'mended':
      return [`works again: ${event.message}`];
    case 'hook':
      return [`a hook ${event.accepted ? 'counts' : 'does not count'}: ${event.reason}`];
    case 'stopping':
      return ['stopping'];
  }
}

function brokenLines(definition: string, { problems }: BrokenDefinition): readonly string[] {
  const first = `${definition} cannot be used; what could be used last, if anything, stays in force`;
  return [`${first}: ${counted(problems.length, 'problem')}`, ...problems.map(problemLine)];
}

function problemLine({ file, line, column, ...problem }: DefinitionProblem): string {
  return `${file}:${line}:${column} ${advised(problem)}`;
}

function outcomeLine(outcome: Outcome): string {
  const { source, target, warnings } = outcome;
  const message = reasonOf(outcome) ?? effortPhrase(outcome, false);
  const said = [advised({ message, hint: hintOf(outcome) }), ...warnings].join('; ');
  const name = target === null ? source : `${source} → ${target}`;
  return `${statusWord(outcome, false)} ${name}: ${said}`;
}

function endedLine({ id, counts, bytes, dryRun }: RunSummary): string {
  const phrases = [...countPhrases(counts, dryRun), bytesPhrase(bytes, dryRun)];
  return `run ${id} has ended: ${phrases.filter((phrase) => phrase !== '').join(', ') || 'no images'}`;
}

function advised({ message, hint }: Pick<DefinitionProblem, 'message' | 'hint'>): string {
  return hint === null ? message : `${message} (${hint})`;
}

function again(afterMs: number): string {
  return `; tried again in ${formatDuration(afterMs)}`;
}
