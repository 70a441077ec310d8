import type { CallOptions } from '../content/ports.ts';

/** What calls accept of options that have more members than those. */
export function signalOf({ signal }: CallOptions): CallOptions {
  return signal ? { signal } : {};
}
