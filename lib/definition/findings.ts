import { InvalidPlatformError, InvalidReferenceError } from '../oci/errors.ts';
import { DefinitionError, type DefinitionProblem, type Place } from './errors.ts';

/** Collects what is wrong and what is doubtful, so that a reader learns of everything at once. */
export class Findings {
  readonly #problems: DefinitionProblem[] = [];
  readonly #warnings: DefinitionProblem[] = [];

  /** Records a mistake: the definition will not be used. */
  refuse({ file, line, column }: Place, message: string, hint: string | null): void {
    this.#problems.push({ file, line, column, message: brief(message), hint: hint && brief(hint) });
  }

  /** Records a doubt: the definition stays usable. */
  warn({ file, line, column }: Place, message: string, hint: string): void {
    this.#warnings.push({ file, line, column, message: brief(message), hint: brief(hint) });
  }

  /** What `parse` returns, or `undefined` after recording why it could not read what stands at `place`. */
  attempt<T>(place: Place, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!isMistake(error)) throw error;
      this.refuse(place, error.message, error.hint);
      return undefined;
    }
  }

  /** What `read` returns, or `undefined` after recording the mistakes of the text that it could not read. */
  collect<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      for (const problem of error.problems) this.#problems.push(problem);
      return undefined;
    }
  }

  /** In the order of the file. */
  get warnings(): readonly DefinitionProblem[] {
    return inOrder(this.#warnings);
  }

  /** Throws {@link DefinitionError} with every mistake recorded so far. */
  throwIfRefused(): void {
    const [first, ...others] = inOrder(this.#problems);
    if (first) throw new DefinitionError([first, ...others]);
  }
}

/** Far more than any sentence without words of the file has: those may be megabytes long. */
const LONGEST_SENTENCE = 1000;

function brief(sentence: string): string {
  return sentence.length > LONGEST_SENTENCE ? `${sentence.slice(0, LONGEST_SENTENCE)}…` : sentence;
}

function isMistake(error: unknown): error is InvalidReferenceError | InvalidPlatformError {
  return error instanceof InvalidReferenceError || error instanceof InvalidPlatformError;
}

/** Of several files, that comes first of which something was recorded first. */
function inOrder(problems: readonly DefinitionProblem[]): readonly DefinitionProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems.toSorted(
    (one, other) =>
      files.indexOf(one.file) - files.indexOf(other.file) ||
      one.line - other.line ||
      one.column - other.column,
  );
}
