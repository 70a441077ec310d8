import { SyncerError } from '../errors.ts';

/** A character of a text; lines and columns count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is wrong, in a sentence without a full stop. */
export interface Explanation {
  readonly message: string;
  /** What to write instead. */
  readonly hint: string | null;
}

/** One mistake, or one doubtful word, of a definition; printed as it is in the JSON document. */
export interface DefinitionProblem extends Place, Explanation {}

/** A definition cannot be used; `problems` holds every mistake found, in the order of the file. */
export class DefinitionError extends SyncerError {
  override readonly name = 'DefinitionError';
  readonly kind = 'definition';
  readonly code = 'INVALID_DEFINITION';
  readonly retryable = false;
  readonly hint: string;
  readonly problems: readonly DefinitionProblem[];

  constructor(problems: readonly [DefinitionProblem, ...DefinitionProblem[]]) {
    super(summary(problems));
    this.hint = problems[0].hint ?? 'correct the definition and try again';
    this.problems = problems;
  }
}

function summary([first, ...others]: readonly [DefinitionProblem, ...DefinitionProblem[]]): string {
  const more = others.length === 0 ? '' : ` (and ${count(others.length)})`;
  return `${first.file}:${first.line}:${first.column}: ${first.message}${more}`;
}

function count(others: number): string {
  return others === 1 ? '1 more problem' : `${others} more problems`;
}
