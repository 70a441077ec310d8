import type { Definition } from '../../lib/definition/definition.ts';
import { DefinitionError } from '../../lib/definition/errors.ts';
import { type ParseDefinitionOptions, parseDefinition } from '../../lib/definition/parse.ts';
import { formatReference } from '../../lib/oci/reference.ts';

/** A problem as tests compare it: line, column, message and hint. */
export type Problem = readonly [line: number, column: number, message: string, hint: string | null];

/** A digest of nothing in particular. */
export const DIGEST = `sha256:${'a'.repeat(64)}`;

/** Parses `text` as `images.yaml`, without variables unless `options` has some. */
export function read(text: string, options: Partial<ParseDefinitionOptions> = {}): Definition {
  return parseDefinition(text, { file: 'images.yaml', environment: {}, ...options });
}

/** The entries of `text` as `source → target`. */
export function copiesOf(text: string, options?: Partial<ParseDefinitionOptions>): string[] {
  return read(text, options).images.map(
    ({ source, target }) => `${formatReference(source)} → ${formatReference(target)}`,
  );
}

/** What is refused in `text`; nothing when it is a definition. */
export function problemsOf(text: string, options?: Partial<ParseDefinitionOptions>): Problem[] {
  try {
    read(text, options);
    return [];
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return error.problems.map(({ line, column, message, hint }) => [line, column, message, hint]);
  }
}

/** What is doubtful in `text`. */
export function warningsOf(text: string, options?: Partial<ParseDefinitionOptions>): Problem[] {
  return read(text, options).warnings.map(({ line, column, message, hint }) => [
    line,
    column,
    message,
    hint,
  ]);
}
