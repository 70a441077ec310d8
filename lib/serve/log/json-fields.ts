import type { DefinitionProblem } from '../../definition/errors.ts';
import type { SyncerError } from '../../errors.ts';
import type { BrokenDefinition } from '../../mirror/planner-ports.ts';
import type { Run } from '../../mirror/run.ts';
import { errorDocument, imageDocument, recordedRunDocument } from '../../mirror/run-document.ts';
import type { ServiceEvent } from '../events.ts';

// Other programs parse these lines: fields are listed one by one, so that what is added to an
// event is not published by accident.

/** What a JSON line says of `event`, in the words of the ledger's documents where there are such. */
export function jsonFields(event: ServiceEvent): object {
  switch (event.type) {
    case 'broken':
      return { definition: event.definition, broken: brokenDocument(event.broken) };
    case 'recovered':
      return { definition: event.definition };
    case 'doubtful':
      return { definition: event.definition, warning: problemDocument(event.warning) };
    case 'completed':
    case 'superseded':
      return { runId: event.runId };
    case 'closed':
      return { runId: event.runId, lost: event.lost };
    case 'retired':
      return { target: event.target };
    case 'listening':
      return { url: event.url };
    case 'planned':
      return { run: begunDocument(event.run), images: event.images };
    case 'idle':
      return { reason: event.reason };
    case 'resumed':
      return { runId: event.runId, images: event.images };
    case 'outcome':
      return { runId: event.runId, image: imageDocument(event.outcome) };
    case 'put-off': {
      const { runId, target, error, afterMs } = event;
      return { runId, target, error: errorDocument(error), afterMs };
    }
    case 'ended':
      return { run: recordedRunDocument(event.run) };
    case 'unable':
      return { error: failureDocument(event.failure), afterMs: event.afterMs };
    case 'mended':
      return { message: event.message };
    case 'hook': {
      const { isProven, accepted, reason } = event;
      return { isProven, accepted, reason };
    }
    case 'stopping':
      return {};
  }
}

function brokenDocument({ since, version, problems }: BrokenDefinition): object {
  return { since, version, problems: problems.map(problemDocument) };
}

function problemDocument({ file, line, column, message, hint }: DefinitionProblem): object {
  return { file, line, column, message, hint };
}

function begunDocument({ id, trigger, definitionVersion, dryRun, startedAt }: Run): object {
  return { id, trigger, definitionVersion, dryRun, startedAt };
}

function failureDocument({ kind, code, message, hint, retryable }: SyncerError): object {
  return { kind, code, message, hint, retryable };
}
