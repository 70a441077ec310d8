import type { LoginCheck } from '../../local/login-check.ts';
import type { RunReport } from '../../mirror/run.ts';
import { imageDocument, runDocument } from '../../mirror/run-document.ts';
import { printDocument } from '../../wording/print-document.ts';
import { type Problem, problemsOf } from './problem.ts';

// Other programs parse these documents: fields are listed one by one, so that what is added
// to the engine's types is not published by accident, and keys keep their order.

/** The document of a run, whatever became of its images. */
export function jsonReport({ run, images, failure }: RunReport): string {
  const errors = failure ? problemsOf(failure).map(problemDocument) : [];
  return printDocument({ run: runDocument(run), images: images.map(imageDocument), errors });
}

/** The document of a run that did not begin, and every problem that stood in its way. */
export function jsonErrors(problems: readonly Problem[]): string {
  return printDocument({ run: null, images: [], errors: problems.map(problemDocument) });
}

/** The document of logins that were tried. */
export function jsonLogins(logins: readonly LoginCheck[]): string {
  return printDocument({ registries: logins.map(loginDocument), errors: [] });
}

/** The document of logins that could not be tried, and every problem that stood in the way. */
export function jsonLoginErrors(problems: readonly Problem[]): string {
  return printDocument({ registries: [], errors: problems.map(problemDocument) });
}

function loginDocument({ registry, credentials, works, message, hint }: LoginCheck): object {
  return { registry, credentials, works, message, hint };
}

/** A problem, as every document has it in `errors`. */
export function problemDocument({ file, line, column, message, hint }: Problem): object {
  return { file, line, column, message, hint };
}
