import { shown } from '../registry/redact.ts';
import type { TracedExchange } from '../registry/transport.ts';

/** Writes a line for every request; URLs lose whatever may be a secret. */
export function createTrace(stream: {
  write(text: string): unknown;
}): (exchange: TracedExchange) => void {
  return ({ status, durationMs, ...asked }) => {
    stream.write(
      `debug: ${asked.method} ${shown(asked)} ${status ?? 'failed'} ${Math.round(durationMs)} ms\n`,
    );
  };
}
