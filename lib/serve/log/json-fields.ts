import { imageDocument, recordedRunDocument } from '../../mirror/run-document.ts';
import type { ServiceEvent } from '../events.ts';

/** What a JSON line says of `event`, in the words of the ledger's documents where there are such. */
export function jsonFields(event: ServiceEvent): object {
  switch (event.type) {
    case 'outcome':
      return { runId: event.runId, image: imageDocument(event.outcome) };
    case 'ended':
      return { run: recordedRunDocument(event.run) };
    case 'planned': {
      const { id, trigger, definitionVersion, dryRun, startedAt } = event.run;
      return { run: { id, trigger, definitionVersion, dryRun, startedAt }, images: event.images };
    }
    case 'unable': {
      const { kind, code, message, hint, retryable } = event.failure;
      return { error: { kind, code, message, hint, retryable }, afterMs: event.afterMs };
    }
    default: {
      const { type, ...fields } = event;
      return fields;
    }
  }
}
