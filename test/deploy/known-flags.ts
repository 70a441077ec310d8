import { serveProgram } from '../../lib/cli/service-programs.ts';

/** Flags among `words` that `serve` does not know. */
export function unknownFlags(words: readonly string[]): readonly string[] {
  const { options } = serveProgram({ shell: process, finish: () => {} });
  const known = new Set(options.flatMap(({ short, long }) => [short, long]));
  return words.filter((word) => word.startsWith('-') && !known.has(word));
}
