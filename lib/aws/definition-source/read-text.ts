import type { CallOptions } from '../../content/ports.ts';

/** The text that stands at a place, or {@link tooLong}; throws what the SDK throws. */
export type ReadText = (
  options: CallOptions & { readonly maxBytes: number },
) => Promise<string | undefined>;

/**
 * What is told of a text of more than `maxBytes`: as long, so that whoever reads it says so, and without
 * content, so that nobody takes a part for the whole.
 */
export function tooLong(maxBytes: number): string {
  return ' '.repeat(maxBytes + 1);
}
