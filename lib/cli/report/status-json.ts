import type { OpenedRun } from '../../aws/invoke-plan.ts';
import {
  driftDocument,
  imageDocument,
  recordedImageDocument,
  recordedRunDocument,
} from '../../mirror/run-document.ts';
import { printDocument } from '../../wording/print-document.ts';
import type { StatusAnswer } from '../status-answer.ts';
import { problemDocument } from './json.ts';
import type { Problem } from './problem.ts';

/** The document of what a ledger has recorded; runs and images have the fields that a run's own document has, and more. */
export function jsonStatus(answer: StatusAnswer): string {
  return printDocument({ ...documentOf(answer), errors: [] });
}

/** The document of a ledger that could not be asked, and every problem that stood in the way. */
export function jsonStatusErrors(problems: readonly Problem[]): string {
  return printDocument({ errors: problems.map(problemDocument) });
}

/** The document of a run that a service has opened; `null` where it had nothing to do. */
export function jsonOpenedRun({ runId, images }: OpenedRun): string {
  return printDocument({ runId, images, errors: [] });
}

function documentOf(answer: StatusAnswer): object {
  switch (answer.kind) {
    case 'latest':
      return { run: answer.run ? recordedRunDocument(answer.run) : null, failing: answer.failing };
    case 'failing':
      return { images: answer.images.map(recordedImageDocument) };
    case 'image':
      return { image: recordedImageDocument(answer.image), drift: answer.drift.map(driftDocument) };
    case 'run':
      return { run: recordedRunDocument(answer.run), images: answer.images.map(imageDocument) };
    case 'runs':
      return { runs: answer.runs.map(recordedRunDocument) };
  }
}
