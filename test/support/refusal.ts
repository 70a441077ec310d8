import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';

/** A refusal with one of the specification's errors. */
export function refusal(status: number, code: string, message = ''): FaultEffect {
  return { kind: 'status', status, body: JSON.stringify({ errors: [{ code, message }] }) };
}
