import type { CallOptions } from '../../content/ports.ts';
import type { OutcomeError } from '../outcome.ts';
import { outcomeErrorOf } from '../outcome-error.ts';

/** What a look came to: what was seen, or why nothing was. */
export type Attempt<Seen> = { readonly seen: Seen } | { readonly error: OutcomeError };

/** Looks, and takes a failure for an answer; an abort surfaces as its own reason. */
export async function attempt<Seen>(
  look: (options: CallOptions) => Promise<Seen>,
  options: CallOptions,
): Promise<Attempt<Seen>> {
  options.signal?.throwIfAborted();
  try {
    return { seen: await look(options) };
  } catch (error) {
    options.signal?.throwIfAborted();
    return { error: outcomeErrorOf(error) };
  }
}
