import { Command } from 'commander';
import { addServeOptions } from '../../lib/cli/options/serve-options.ts';

/** Those that `sync` has as well and that the files of `deploy` use. */
const SHARED: readonly string[] = ['-i', '--ledger'];

/** Flags among `words` that `serve` does not know. */
export function unknownFlags(words: readonly string[]): readonly string[] {
  const own = addServeOptions(new Command()).options.map(({ long }) => long);
  const known = new Set([...SHARED, ...own]);
  return words.filter((word) => word.startsWith('-') && !known.has(word));
}
