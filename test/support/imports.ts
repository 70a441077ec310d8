import { posix } from 'node:path';

/** A module of this repository, by its path from the root, with slashes. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** What one module takes from another. */
export type Import =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'package'; readonly name: string };

/** Stands at the beginning of a line in formatted sources; nothing but names is between it and its module. */
const STATEMENT = /^(?:import|export)\b(?:[^'"=;(]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;

/** Loads a module while the program runs, or names a type of one. */
const EXPRESSION = /\bimport\(\s*['"`]([^'"`]+)['"`]/g;

/** Every module that `source` imports, types included, in the order of statements and then of expressions. */
export function importsOf({ file, text }: SourceFile): readonly Import[] {
  const specifiers = [STATEMENT, EXPRESSION].flatMap((form) =>
    Array.from(text.matchAll(form), ([, specifier = '']) => specifier),
  );
  return specifiers.map((specifier) =>
    specifier.startsWith('.')
      ? { kind: 'file', file: posix.join(posix.dirname(file), specifier) }
      : { kind: 'package', name: specifier },
  );
}

/** Chains of files that import each other in a circle, each by the first of its files that was met. */
export function importCycles(sources: readonly SourceFile[]): readonly (readonly string[])[] {
  const files = new Map(sources.map((source) => [source.file, fileImports(source)]));
  const cycles: (readonly string[])[] = [];
  const finished = new Set<string>();

  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
    if (path.includes(file) || finished.has(file)) return;
    for (const imported of files.get(file) ?? []) visit(imported, [...path, file]);
    finished.add(file);
  };
  for (const file of files.keys()) visit(file, []);
  return cycles;
}

function fileImports(source: SourceFile): readonly string[] {
  return importsOf(source).flatMap((found) => (found.kind === 'file' ? [found.file] : []));
}
