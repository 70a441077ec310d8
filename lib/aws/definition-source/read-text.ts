import type { CallOptions } from '../../content/ports.ts';

/** The text that stands at a place, as far as `maxBytes` and what makes it too long; throws what the SDK throws. */
export type ReadText = (
  options: CallOptions & { readonly maxBytes: number },
) => Promise<string | undefined>;
