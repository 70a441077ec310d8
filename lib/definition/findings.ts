import { InvalidReferenceError } from '../oci/errors.ts';
import { DefinitionError, type DefinitionProblem, type Place } from './errors.ts';

/** Collects what is wrong and what is doubtful, so that a reader learns of everything at once. */
export class Findings {
  readonly #problems: DefinitionProblem[] = [];
  readonly #warnings: DefinitionProblem[] = [];

  /** Records a mistake: the definition will not be used. */
  refuse({ file, line, column }: Place, message: string, hint: string | null): void {
    this.#problems.push({ file, line, column, message, hint });
  }

  /** Records a doubt: the definition stays usable. */
  warn({ file, line, column }: Place, message: string, hint: string): void {
    this.#warnings.push({ file, line, column, message, hint });
  }

  /** What `parse` returns, or `undefined` after recording that it found no reference at `place`. */
  attempt<T>(place: Place, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof InvalidReferenceError)) throw error;
      this.refuse(place, error.message, error.hint);
      return undefined;
    }
  }

  /** In the order of the file. */
  get warnings(): readonly DefinitionProblem[] {
    return this.#warnings.toSorted(byPlace);
  }

  /** Throws {@link DefinitionError} with every mistake recorded so far. */
  throwIfRefused(): void {
    const [first, ...others] = this.#problems.toSorted(byPlace);
    if (first) throw new DefinitionError([first, ...others]);
  }
}

function byPlace(one: Place, other: Place): number {
  return one.line - other.line || one.column - other.column;
}
